-- Sends real samples, one a request, with binary tensors; for wrk (https://github.com/wg/wrk), a generator by others:
--   wrk -t1 -c8 -d10s --latency -s bench/Ponder.Serving.Load/samples.lua http://127.0.0.1:8000/v2/models/b-resnet56-cifar10/infer -- cifar.f32 image 3 32 32
-- cifar.f32 is of `load samples`; input's name and sizes follow. wrk waits for an answer before it sends the next request on a connection.

local requests, place = {}, 0

function init(args)
  local file, input, channels, height, width = args[1], args[2], tonumber(args[3]), tonumber(args[4]), tonumber(args[5])
  local bytes = 4 * channels * height * width
  local header = string.format(
    '{"inputs":[{"name":"%s","datatype":"FP32","shape":[1,%d,%d,%d],"parameters":{"binary_data_size":%d}}],"parameters":{"binary_data_output":true}}',
    input, channels, height, width, bytes)
  local headers = { ["Content-Type"] = "application/octet-stream", ["Inference-Header-Content-Length"] = tostring(#header) }
  local samples = assert(io.open(file, "rb"))
  while true do
    local sample = samples:read(bytes)
    if not sample or #sample < bytes then break end
    requests[#requests + 1] = wrk.format("POST", nil, headers, header .. sample)
  end
  samples:close()
  assert(#requests > 0, file .. ": expected a sample of " .. bytes .. " bytes")
end

function request()
  place = place % #requests + 1
  return requests[place]
end
