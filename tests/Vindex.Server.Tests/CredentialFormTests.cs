using System.Net.Sockets;
using System.Text;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class CredentialFormTests
{
    public static TheoryData<string, string> Headers { get; } = new()
    {
        { Basic("someone:vx_secret"), "its user name is not api" },
        { Basic("vx_secret"), "does not decode to a user name and password" },
        { Basic("api:"), "its password is empty" },
        { "Basic vx_secret!", "the text after Basic is not base64" },
        { "Digest vx_secret", "it begins with neither Bearer nor Basic" },
        { "vx_secret", "it begins with neither Bearer nor Basic" },
        { "Bearer", "nothing follows Bearer" },
        { "Bearer " + new string('x', 1024), "it is longer than 1024 characters" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task A_credential_in_a_form_that_is_not_taken_is_told_so_and_not_repeated(string header, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/portal/scores");
        request.Headers.TryAddWithoutValidation("Authorization", header).ShouldBeTrue();

        var response = await server.Anonymous.SendAsync(request);

        var problem = await response.ProblemAsync(401, "credential_malformed");
        problem.Text("detail").ShouldContain("header is invalid: ");
        problem.Text("detail").ShouldContain(expected);
        problem.GetRawText().ShouldNotContain("vx_secret");
        response.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
    }

    [Fact]
    public async Task Two_credentials_are_one_too_many()
    {
        await using var server = await TestServer.StartAsync();
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Address.Host, server.Address.Port);

        // By hand: the client of .NET makes one line of two.
        const string line = "Authorization: Bearer vx_secret\r\n";
        await connection.GetStream()
            .WriteAsync(Encoding.ASCII.GetBytes($"GET /portal/scores HTTP/1.1\r\nHost: vindex\r\nConnection: close\r\n{line}{line}\r\n"));
        var answer = await new StreamReader(connection.GetStream()).ReadToEndAsync();

        answer.ShouldStartWith("HTTP/1.1 401 ");
        answer.ShouldContain("\"code\":\"credential_malformed\"");
        answer.ShouldContain("it was sent more than once");
    }

    private static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
}
