# A server of models: docker build -t ponder . && docker run -p 8000:8000 -p 8001:8001 -v ./models:/models ponder b-lenet-mnist.onnx
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source
COPY . .
# libtorch trains and nothing else: the server does without its half gigabyte.
RUN dotnet publish src/Ponder.Cli/Ponder.Cli.csproj -c Release -a $TARGETARCH -o /app \
    && find /app -name '*.so*' ! -name 'libSkiaSharp.so' ! -name 'libonnxruntime*' -delete

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
# The base image names a port that would only be warned about.
ENV ASPNETCORE_HTTP_PORTS=
USER $APP_UID
WORKDIR /models
EXPOSE 8000 8001
HEALTHCHECK --start-period=60s --interval=10s --timeout=3s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8000 && printf 'GET /v2/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "/app/Ponder.Cli.dll", "serve", "--host", "0.0.0.0"]
CMD ["--help"]
