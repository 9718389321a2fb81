using Ponder.Calibration;
using Ponder.Data;
using Ponder.Data.Pictures;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.Training.Trainers;

// One exit for a trained classifier: Ponder.Samples.Attach CLASSIFIER.onnx PICTURES OUT.onnx [EPOCHS]
var trunk = GatedGraph.Load(args[0]); // one input [N, C, H, W], one output [N, classes]
var size = trunk.Inputs[0].Shape;
var data = DataCatalog.Open(args[1], new PictureForm(size[1], size[2], size[3])); // a folder with one sub-folder per class
var graph = ExitAttachment.Attach(trunk, ExitProposer.Propose(trunk, count: 1), new ConfidenceExitPolicy(1), seed: 1);
TrunkStart.Copy(graph); // the head starts as the trunk with most layers left out

graph.Plan = graph.Plan! with { Labels = data.Labels, Preprocessing = data.Preprocessing, Data = data.Role };
var options = new TrainingOptions { Epochs = args.Length > 3 ? int.Parse(args[3]) : 10, ExitWeights = [1, 0], FrozenWeights = [.. trunk.ConstantNames.Where(graph.IsConstant)] };
new JointTrainer(graph, data.Open("train"), data.Open("validation"), options).Run();

using var engine = InferenceSession.Create(graph);
var records = ExitRecords.Record(graph, engine, data.Open("calibration"));
Calibrator.Calibrate(graph, records, new CalibrationOptions { MaxAccuracyDrop = 0.01 }); // puts the threshold into the graph
graph.Save(args[2]);

using var session = InferenceSession.Create(graph); // with that threshold
var found = Evaluator.Evaluate(graph, session, data.Open("test")).Result;
Console.WriteLine($"accuracy {found.Accuracy:P2} for {found.MacsMean / found.MacsStatic:P0} of the multiply-adds");

var input = new PictureInput(graph);
var prediction = new Prediction[1];
session.Predict(input.Read(Directory.EnumerateFiles(args[1], "*.*", SearchOption.AllDirectories).First(PictureReader.IsPicture)), count: 1, prediction);
Console.WriteLine($"class {graph.Plan!.Labels[prediction[0].Class]} from exit {prediction[0].Exit}");
