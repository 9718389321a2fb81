using Ponder.Benchmarks;

// Ponder.Benchmarks [ROUNDS], or Ponder.Benchmarks models FILE...
string report = args is ["models", .. var files]
    ? ModelBenchmark.Run(files)
    : ConvolutionBenchmark.Run(int.TryParse(args.FirstOrDefault(), out int rounds) ? rounds : 15);
Console.Write(report);
