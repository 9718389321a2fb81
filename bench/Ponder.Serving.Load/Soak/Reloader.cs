using System.Text;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Loads the model again and again under all the others.</summary>
internal sealed class Reloader(TargetModel model) : ISoakClient
{
    private const int Success = 200;

    private readonly KeptConnection _connection = new(model.Server);
    private readonly byte[] _request = Encoding.ASCII.GetBytes(
        $"POST /v2/repository/models/{Uri.EscapeDataString(model.Name)}/load HTTP/1.1\r\nHost: {model.Server.Authority}\r\nContent-Length: 0\r\n\r\n");

    public string Name => "reload";

    public TimeSpan Pause => TimeSpan.FromSeconds(3);

    public async Task<SoakOutcome> StepAsync(CancellationToken cancellationToken)
    {
        var response = await _connection.AskAsync(_request, cancellationToken);
        return new SoakOutcome($"{response.Status}", response.Status == Success ? null : $"reload: expected status {Success}, got {response.Status}");
    }
}
