using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ponder.Cli.Hosting;
using Ponder.Serving;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder serve</c>: models behind the Open Inference Protocol.</summary>
internal static class ServeVerb
{
    private const int MaxPort = 65_535;
    private const int MaxSize = 65_536;
    private const int MaxThreads = 1024;
    private const int MaxDrain = 3_600;

    public static Command Create(Terminal terminal)
    {
        var models = new Argument<string[]>("MODEL") { Description = "ONNX files; a model is called what its file is called, without the ending.", Arity = ArgumentArity.OneOrMore };
        var port = Whole("--http-port", "Where REST listens; 0 for any free port.", "PORT", MaxPort, 8000);
        var grpcPort = Whole("--grpc-port", "Where gRPC listens; 0 for any free port.", "PORT", MaxPort, 8001);
        var host = new Option<string>("--host") { Description = "The address to listen on.", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1" };
        host.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IPAddress.TryParse(token.Value, out _))
                result.AddError($"--host: expected an address such as 127.0.0.1 or 0.0.0.0, got {token.Value}");
        });
        var threads = new Option<int?>("--threads") { Description = "Samples of a model that run at the same time, each on a core. Default: one for each core.", HelpName = "N" };
        threads.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out int number) && number is >= 1 and <= MaxThreads))
                result.AddError($"--threads: expected 1 to {MaxThreads}, got {token.Value}");
        });
        var batch = CommonOptions.Count("--max-batch", "Samples that a thread runs together. More than one pays with large fully connected layers only.", MaxSize, new ServingOptions().MaxBatch);
        var waiting = CommonOptions.Count("--max-waiting", "Requests that may wait for a model; one more is answered 429.", MaxSize, new ServingOptions().MaxWaiting);
        var key = FileOption("--api-key-file", "A file whose text clients must send as a bearer token; health stays open.");
        var certificate = FileOption("--certificate", "A PEM file with a certificate and its key: both ports speak TLS.");
        var drain = Whole("--drain", "How long an interrupted server, not ready any more, goes on: time for a balancer to send requests elsewhere.", "SECONDS", MaxDrain, 0);
        var logs = new Option<string>("--log-format") { Description = "What standard error gets: plain, a line for each warning; json, an object for all that happens.", HelpName = "FORMAT", DefaultValueFactory = _ => ServedApplication.Plain };
        logs.AcceptOnlyFromAmong(ServedApplication.Plain, ServedApplication.Json);
        var verb = new VerbCommand(
            "serve",
            "Serve models over REST and gRPC (Open Inference Protocol v2) until interrupted, with metrics for Prometheus at /metrics. Requests may carry a timeout in microseconds: "
                + "what would come too late is cut short.",
            "ponder serve models/b-lenet-mnist.onnx",
            "ponder serve models/b-lenet-mnist.onnx models/b-resnet56-cifar10.onnx --http-port 9000 --threads 4") { models, port, grpcPort, host, threads, batch, waiting, key, certificate, drain, logs };
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new ServingOptions
            {
                Models = parsed.GetRequiredValue(models),
                Threads = parsed.GetValue(threads) ?? new ServingOptions().Threads,
                MaxBatch = parsed.GetValue(batch),
                MaxWaiting = parsed.GetValue(waiting),
                Pictures = ServedPictures.Of,
                ApiKey = parsed.GetValue(key) is { } file ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : null,
            };
            using var identity = parsed.GetValue(certificate) is { } pem ? Certificate(pem) : null;
            var places = new ServedPlaces(IPAddress.Parse(parsed.GetRequiredValue(host)), parsed.GetValue(port), parsed.GetValue(grpcPort), identity);
            await using var server = ServedApplication.Build(options, places, parsed.GetRequiredValue(logs));
            LeaveThreadsToOthers(options.Threads * options.Models.Count);
            await server.StartAsync(cancellationToken);
            string[] addresses = [.. server.Urls];
            terminal.WriteLine($"{addresses[0]}/v2/models, gRPC at {addresses[1]}: {string.Join(", ", options.Models.Select(Path.GetFileNameWithoutExtension))}");
            await terminal.Output.FlushAsync(cancellationToken);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, terminal.Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                server.Lifetime.StopApplication(); // not ready any more
                await Task.Delay(TimeSpan.FromSeconds(parsed.GetValue(drain)), terminal.Time, CancellationToken.None);
                await server.StopAsync(CancellationToken.None); // requests that are under way are answered first
            }

            return ExitCodes.Done;
        });
        return verb;
    }

    // Engines run on the pool's threads: health and refusals are to be answered while all of them compute.
    private static void LeaveThreadsToOthers(int engines)
    {
        ThreadPool.GetMinThreads(out int workers, out int completions);
        ThreadPool.SetMinThreads(workers + engines, completions);
    }

    private static Option<int> Whole(string name, string description, string helpName, int maximum, int usual)
    {
        var whole = new Option<int>(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => usual };
        whole.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out int number) && number >= 0 && number <= maximum))
                result.AddError($"{name}: expected 0 to {maximum}, got {token.Value}");
        });
        return whole;
    }

    private static Option<string?> FileOption(string name, string description)
    {
        var file = new Option<string?>(name) { Description = description, HelpName = "FILE" };
        file.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !File.Exists(token.Value))
                result.AddError($"{name}: expected a file, got {token.Value}");
        });
        return file;
    }

    private static X509Certificate2 Certificate(string file)
    {
        try
        {
            using var found = X509Certificate2.CreateFromPemFile(file);
            return X509CertificateLoader.LoadPkcs12(found.Export(X509ContentType.Pkcs12), password: null); // Windows wants the key so
        }
        catch (CryptographicException error)
        {
            throw new CommandException($"--certificate: expected a certificate and its key in PEM in {file}, got {error.Message}");
        }
    }
}
