using Ponder.Benchmarks;

const int ExportRounds = 15;

// Ponder.Benchmarks [ROUNDS], or Ponder.Benchmarks models FILE..., or Ponder.Benchmarks exports MODEL DATA SPLIT [ROUNDS], or Ponder.Benchmarks masks [ROUNDS], or Ponder.Benchmarks scores [ROUNDS]
string report = args switch
{
    ["models", .. var files] => ModelBenchmark.Run(files),
    ["exports", var model, var data, var split, .. var rest] =>
        ExportBenchmark.Run(model, data, split, int.TryParse(rest.FirstOrDefault(), out int turns) ? turns : ExportRounds),
    ["masks", .. var rest] => MaskedUnitBenchmark.Run(int.TryParse(rest.FirstOrDefault(), out int turns) ? turns : ExportRounds),
    ["scores", .. var rest] => ScoreBenchmark.Run(int.TryParse(rest.FirstOrDefault(), out int turns) ? turns : ExportRounds),
    _ => ConvolutionBenchmark.Run(int.TryParse(args.FirstOrDefault(), out int rounds) ? rounds : 15),
};
Console.Write(report);
