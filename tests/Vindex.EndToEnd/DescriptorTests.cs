using System.Net;
using System.Net.Sockets;
using Shouldly;
using Xunit;

namespace Vindex.EndToEnd;

/// <summary>A server whose process can open few files.</summary>
public sealed class DescriptorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(420, 1100)]
    [InlineData(1024, 1100)]
    public async Task More_silent_connections_than_descriptors_leave_the_server_running(int descriptors, int connections)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartWithDescriptorsAsync(descriptors, folder.Path);
        var (_, key) = await server.AddCompanyAsync("Descriptors", "scores:write", "scores:read");
        using var client = server.Client(key);
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < connections; i++)
            {
                var connection = new TcpClient();
                silent.Add(connection);
                try
                {
                    await connection.ConnectAsync(server.Url.Host, server.Url.Port, Stop);
                }
                catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
                {
                    // Closed before the client knew that it was open.
                }
            }

            // The connection that made the key is still open.
            using var ready = await client.GetAsync("/health/ready", Stop);
            ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            silent.ForEach(connection => connection.Dispose());
        }

        using var later = await client.GetAsync("/portal/scores/summary", Stop);
        later.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_start_with_too_few_descriptors_says_how_many_are_needed()
    {
        using var folder = new TemporaryFolder();

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => ServerProcess.StartWithDescriptorsAsync(300, folder.Path));

        refused.Message.ShouldContain("The process may open 300 files; the server needs at least 320.");
    }
}
