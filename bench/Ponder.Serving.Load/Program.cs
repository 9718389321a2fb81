using System.CommandLine;
using Ponder.Serving.Load.Verbs;

return await new RootCommand("Holds a running server of the Open Inference Protocol v2 against gates.")
{
    LoadVerb.Create(), OverheadVerb.Create(), SoakVerb.Create(), SamplesVerb.Create(), TrunkVerb.Create(),
}.Parse(args).InvokeAsync();
