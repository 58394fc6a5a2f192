using Shouldly;
using Vindex.Trackers.Paging;
using Xunit;

namespace Vindex.Trackers.Tests.Paging;

public sealed class NextLinkTests
{
    [Theory]
    [InlineData("<https://api.github.com/repositories/1/issues?per_page=100&page=2>; rel=\"next\", <https://api.github.com/repositories/1/issues?page=9>; rel=\"last\"", "page=2")]
    [InlineData("<https://api.github.com/repositories/1/issues?page=1>; rel=\"prev\", <https://api.github.com/repositories/1/issues?page=3>; rel=\"next\"", "page=3")]
    [InlineData("<https://api.github.com/repositories/1/issues?after=Y3Vy%3D&page=2>; rel=\"next\"", "after=Y3Vy%3D")]
    [InlineData("<https://gitlab.com/api/v4/projects?id_after=42&order_by=id>; rel=\"next\"", "id_after=42")]
    [InlineData("<https://evil.example/?page=2>; rel=\"next\"", "page=2")]
    [InlineData("<https://api.github.com/repositories/1/issues?page=1>; rel=\"first\"", null)]
    [InlineData("<https://api.github.com/next>; rel=\"next\"", null)]
    [InlineData("page 2", null)]
    public void Only_the_parameter_of_the_next_page_is_read(string header, string? expected)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Link", header);

        NextLink.Page(response.Headers).ShouldBe(expected);
    }
}
