using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

public sealed class EvaluatorRefusalTests
{
    [Theory]
    [InlineData("", "The file is empty: there is no line 1.")]
    [InlineData(" \n\n", "The file is empty")]
    [InlineData("Key,Summary\n", "there are no rows after the header (line 1)")]
    [InlineData("Key,Summary\n,\n\n , \n", "there are no rows after the header (line 1)")]
    [InlineData("Key,Summary\nA-1,One\nA-2,\"Two\nand so on\n", "Row 2 (line 3): an unclosed quotation mark")]
    [InlineData("[{\"summary\":\"One\"}]", "Line 1: the file is JSON, not a table")]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", "Line 1: the file is a web page, not a table")]
    public async Task What_is_no_table_with_tickets_is_refused_with_the_reason(string content, string reason)
    {
        await using var server = await EvaluatorClient.StartAsync();
        var problem = await (await server.Anonymous.UploadAsync(content)).ProblemAsync(422, "file_unreadable");
        problem.Text("detail").ShouldContain(reason);
        problem.GetProperty("errors").GetProperty("file")[0].GetString().ShouldBe(problem.Text("detail"));
    }

    [Fact]
    public async Task A_row_too_many_is_refused_with_its_line()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var problem = await (await server.Anonymous.UploadAsync(
            "Summary\n" + string.Concat(Enumerable.Range(1, 1001).Select(i => $"Ticket {i}\n")))).ProblemAsync(422, "file_unreadable");
        problem.Text("detail").ShouldBe("Row 1,001 (line 1,002): the file has more than 1,000 data rows; at most 1,000 are allowed.");
    }

    [Fact]
    public async Task Six_mebibytes_are_refused_and_five_are_not()
    {
        await using var server = await EvaluatorClient.StartAsync();
        const int limit = 5 * 1024 * 1024;
        var problem = await (await server.Anonymous.UploadAsync(Large(6 * 1024 * 1024))).ProblemAsync(413, "file_too_large");
        problem.Text("detail").ShouldStartWith("The file is larger than 5 MiB (5,242,880 bytes)");
        await (await server.Anonymous.UploadAsync(Large(limit + 1))).ProblemAsync(413, "file_too_large");
        await (await server.Anonymous.UploadAsync(Large(limit))).JsonAsync(201);
    }

    [Fact]
    public async Task A_chunked_body_that_does_not_end_in_time_is_refused_too()
    {
        await using var server = await EvaluatorClient.StartAsync();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/evaluate/upload")
        { Content = EvaluatorClient.Form(("file", "a.csv", Large(6 * 1024 * 1024))) };
        request.Headers.TransferEncodingChunked = true;
        await (await server.Anonymous.SendAsync(request)).ProblemAsync(413, "file_too_large");
    }

    [Fact]
    public async Task A_zip_renamed_to_csv_is_called_what_it_is()
    {
        await using var server = await EvaluatorClient.StartAsync();
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = archive.CreateEntry("backlog.csv").Open();
            await entry.WriteAsync("Summary\nOne\n"u8.ToArray());
        }

        var problem = await (await server.Anonymous.UploadAsync(zip.ToArray(), "backlog.csv")).ProblemAsync(422, "file_unreadable");
        problem.Text("detail").ShouldBe("The file is a ZIP archive, not an Excel workbook; export the tickets as CSV (UTF-8) or .xlsx.");
    }

    [Fact]
    public async Task A_form_without_the_file_says_what_it_has()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var client = server.Anonymous;
        byte[] csv = [.. "Summary\nOne\n"u8];
        (await (await client.PostAsync("/evaluate/upload", EvaluatorClient.Form(("upload", "a.csv", csv)))).ProblemAsync(422, "file_missing"))
            .Text("detail").ShouldBe("The form has no field file; it has \"upload\". Send the CSV in the field file.");
        (await (await client.PostAsync("/evaluate/upload", Raw("multipart/form-data; boundary=abc", "--abc--\r\n"))).ProblemAsync(422, "file_missing")).Text(
            "detail").ShouldContain("the field file");
        (await (await client.PostAsync("/evaluate/upload", EvaluatorClient.Form(("file", "a.csv", csv), ("file", "b.csv", csv)))).ProblemAsync(
            422, "too_many_files"))
            .Text("detail").ShouldContain("one file at a time");
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_refused()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var client = server.Anonymous;
        await (await client.PostAsync("/evaluate/upload", new StringContent("Summary\nOne\n", Encoding.UTF8, "text/csv"))).ProblemAsync(415);
        await (await client.PostAsync("/evaluate/upload", Raw("multipart/form-data", "x"))).ProblemAsync(400, "boundary_missing");
        await (await client.PostAsync("/evaluate/upload", Raw("multipart/form-data; boundary=abc", "no part at all"))).ProblemAsync(400, "multipart_broken");
        await (await client.PostAsync(
            "/evaluate/upload", Raw("multipart/form-data; boundary=abc", "--abc\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nSummary\nOne")))
            .ProblemAsync(400, "multipart_broken");
    }

    [Fact]
    public async Task What_is_not_a_session_is_not_there()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var client = server.Anonymous;
        foreach (var id in (string[])["x", new string('0', 32), "..%2F..%2Fetc%2Fpasswd"])
        {
            await (await client.GetAsync($"/evaluate/results/{id}")).ProblemAsync(404, "not_found");
            await (await client.GetAsync($"/evaluate/results/{id}.csv")).ProblemAsync(404, "not_found");
            await (await client.ScoreAsync(id)).ProblemAsync(404, "not_found");
        }

        await (await client.PostAsync("/evaluate/score", Json.Content(new { }))).ProblemAsync(422, "invalid_fields");
    }

    [Fact]
    public async Task A_full_evaluator_says_so_until_sessions_have_gone()
    {
        await using var server = await EvaluatorClient.StartAsync(("Evaluator:MaxStoredMegabytes", "1"));
        await (await server.Anonymous.UploadAsync(Large(700 * 1024))).JsonAsync(201);
        (await server.Anonymous.UploadAsync(Large(700 * 1024))).Headers.RetryAfter.ShouldNotBeNull();
        await (await server.Anonymous.UploadAsync(Large(700 * 1024))).ProblemAsync(503, "evaluator_full");
    }

    private static StringContent Raw(string contentType, string body)
    {
        var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return content;
    }

    private static byte[] Large(int bytes)
    {
        var content = new byte[bytes];
        Array.Fill(content, (byte)'x');
        "Summary,Description\nOne,"u8.CopyTo(content);
        return content;
    }
}
