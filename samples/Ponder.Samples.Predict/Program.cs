using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference;

var graph = GatedGraph.Load("models/b-lenet-mnist.onnx");
using var session = InferenceSession.Create(graph);

float[] images = new float[2 * session.SampleLength]; // two gray images, [2, 1, 28, 28], preprocessed as graph.Plan says
var predictions = new Prediction[2];
session.Predict(images, count: 2, predictions);

foreach (var prediction in predictions)
    Console.WriteLine($"class {prediction.Class} ({prediction.Confidence:P1}), exit {prediction.Exit}, {prediction.Macs:N0} multiply-adds");

var costs = ExitCosts.Of(graph); // what leaving at each exit costs, all heads passed on the way included
Console.WriteLine($"{string.Join(", ", costs.Macs)} multiply-adds; {costs.StaticMacs} without exits");
