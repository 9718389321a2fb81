using Ponder.Benchmarks;

string report = ConvolutionBenchmark.Run(int.TryParse(args.FirstOrDefault(), out int rounds) ? rounds : 15);
Console.Write(report);
