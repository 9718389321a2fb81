using System.Runtime.InteropServices;
using Ponder.Cli;

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
var terminal = new Terminal(Console.Out, Console.Error, TimeProvider.System)
{
    IsOutputInteractive = !Console.IsOutputRedirected,
    IsErrorInteractive = !Console.IsErrorRedirected,
};
return await CommandLine.RunAsync(args, terminal, interrupted.Token);

// The first signal asks for an orderly end with a checkpoint; a second one ends the process at once.
void Cancel(PosixSignalContext signal)
{
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
