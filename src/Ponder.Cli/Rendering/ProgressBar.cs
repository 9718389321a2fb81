using Spectre.Console;

namespace Ponder.Cli.Rendering;

/// <summary>One bar on standard error while something runs; lines for milestones where nobody watches.</summary>
internal static class ProgressBar
{
    public static T Run<T>(Terminal terminal, string title, Func<IProgress<ProgressState>, T> work)
    {
        var console = terminal.Progress();
        return console.Profile.Capabilities.Interactive
            ? Draw(console, title, work)
            : work(new DirectProgress<ProgressState>(state => Log(terminal, title, state)));
    }

    private static T Draw<T>(IAnsiConsole console, string title, Func<IProgress<ProgressState>, T> work) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: 1);
                var result = work(new DirectProgress<ProgressState>(state =>
                {
                    task.Value = state.Fraction;
                    task.Description = Markup.Escape($"{title}: {state.Text}");
                }));
                task.Value = 1;
                return result;
            });

    private static void Log(Terminal terminal, string title, ProgressState state)
    {
        if (state.IsMilestone)
            terminal.Log($"{title}: {state.Text}");
    }
}
