using System.Net.Sockets;
using System.Text;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

/// <summary>What the web server refuses before it is a request has a status and no body, as documented.</summary>
public sealed class BelowHttpTests
{
    public static TheoryData<string, int> Requests { get; } = new()
    {
        { "nonsense\r\n\r\n", 400 },
        { "GET /health/live HTTP/1.1\r\n\r\n", 400 },
        { "GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400 },
        { "GET /health/%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Long: " + new string('x', 40_000) + "\r\n\r\n", 431 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_that_is_none_gets_a_status_without_a_body(string request, int status)
    {
        await using var server = await TestServer.StartAsync();
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Address.Host, server.Address.Port);

        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        var answer = await new StreamReader(connection.GetStream()).ReadToEndAsync();

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain("Content-Length: 0\r\n");
        answer.ShouldEndWith("\r\n\r\n");
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF")]
    [InlineData("FFFFFFFFFFFFFFFFF")]
    [InlineData("7FFFFFFFFFFFFFFF1")]
    [InlineData("x")]
    [InlineData("-1")]
    public async Task A_chunk_size_that_is_none_is_the_callers_mistake(string size)
    {
        await using var server = await TestServer.StartAsync();
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Address.Host, server.Address.Port);
        var request =
            $"POST /admin/companies HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {TestServer.AdminKey}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{size}\r\n{{}}";

        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        var answer = await new StreamReader(connection.GetStream()).ReadToEndAsync();

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("application/problem+json");
    }
}
