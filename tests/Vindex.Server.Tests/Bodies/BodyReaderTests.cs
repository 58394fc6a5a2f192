using System.Text.Json;
using System.Text.Json.Serialization;
using Shouldly;
using Vindex.Server.Application;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Xunit;

namespace Vindex.Server.Tests.Bodies;

public sealed class BodyReaderTests
{
    [Fact]
    public void A_record_is_read_with_its_defaults()
    {
        var input = Read("""{"name":"A","inner":{"count":3}}""");

        input.Errors.Any.ShouldBeFalse();
        input.Value.ShouldBe(new Sample("A", new Inner(3)));
    }

    [Fact]
    public void All_errors_are_listed_and_neutral_values_stand_for_what_cannot_be_read()
    {
        var input = Read("""{"name":5,"inner":{"count":99},"tags":["a",7,""],"flag":"yes","at":"soon"}""");

        Errors(input).ShouldBe(
        [
            "name must be text",
            "inner.count must be a whole number from 1 to 10",
            "tags[1] must be text of 1 to 3 characters",
            "tags[1] must be text of 1 to 3 characters",
            "flag must be true or false",
            "at must be an ISO 8601 time with its offset, such as 2026-04-16T09:12:08Z",
        ], ignoreOrder: true);
        input.Value.Name.ShouldBe("");
        input.Value.Tags.ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("{}", "name is required", "inner is required")]
    [InlineData("""{"name":null,"inner":null}""", "name is required", "inner is required")]
    [InlineData("[]", "body must be a JSON object; it is a list")]
    [InlineData("7", "body must be a JSON object; it is a number")]
    [InlineData("""{"name":"A","inner":{}}""", "inner.count is required")]
    [InlineData("""{"name":"A","inner":[]}""", "inner must be an object")]
    [InlineData("""{"name":" ","inner":{"count":1}}""", "name must not be blank")]
    [InlineData("""{"name":"abcdef","inner":{"count":1}}""", "name must have at most 5 characters; it has 6")]
    [InlineData("""{"name":"a\u0007","inner":{"count":1}}""", "name must not contain control characters; it contains U+0007")]
    [InlineData("""{"name":"A","inner":{"count":1.5}}""", "inner.count must be a whole number from 1 to 10")]
    [InlineData("""{"name":"A","inner":{"count":1e400}}""", "inner.count must be a whole number from 1 to 10")]
    [InlineData("""{"name":"A","inner":{"count":1},"tags":["a","b","c","d"]}""", "tags must have at most 3 items")]
    [InlineData("""{"name":"A","inner":{"count":1},"tags":null,"flag":null,"at":null}""")]
    public void Each_error_names_its_member(string json, params string[] errors) => Errors(Read(json)).ShouldBe(errors);

    [Theory]
    [InlineData("{}", false, null)]
    [InlineData("""{"zone":null}""", true, null)]
    [InlineData("""{"zone":"UTC"}""", true, "UTC")]
    public void A_change_tells_left_out_from_null(string json, bool isGiven, string? value)
    {
        var input = BodyReader.Read(JsonElement.Parse(json), BodyReaderJson.Shared.SampleChange);

        input.Errors.Any.ShouldBeFalse();
        input.Value.Zone.IsGiven.ShouldBe(isGiven);
        input.Value.Zone.OrDefault.ShouldBe(value);
    }

    [Theory]
    [InlineData("""{"title":null}""", "title is required")]
    [InlineData("""{"gate":null}""", "gate must be a number")]
    [InlineData("""{"gate":7.55}""", "gate must be a number from 0 to 10 with at most one decimal")]
    [InlineData("""{"surprise":1,"zone":"UTC"}""", "surprise cannot be changed; title, gate, zone can")]
    public void A_change_is_refused_for_null_and_for_unknown_members(string json, string error) =>
        Errors(BodyReader.Read(JsonElement.Parse(json), BodyReaderJson.Shared.SampleChange)).ShouldBe([error]);

    [Theory]
    [InlineData("""[{"count":1},{"count":10}]""")]
    [InlineData("null")]
    [InlineData("{}", "parts must be a list")]
    [InlineData("""[{},{},{}]""", "parts must have at most 2 items; it has 3")]
    [InlineData("""[7,{"count":11}]""", "parts[0] must be an object", "parts[1].count must be a whole number from 1 to 10")]
    [InlineData("""[{"count":"a"},null]""", "parts[0].count must be a whole number from 1 to 10", "parts[1] must be an object")]
    public void Each_object_of_a_list_is_checked(string parts, params string[] errors)
    {
        var input = BodyReader.Read(JsonElement.Parse($$"""{"parts":{{parts}}}"""), BodyReaderJson.Shared.SampleList);

        Errors(input).ShouldBe(errors);
    }

    [Fact]
    public void A_member_that_is_not_read_may_nest_deeply()
    {
        var deep = new string('[', 200) + new string(']', 200);

        Errors(Read($$$"""{"name":"A","inner":{"count":1},"surprise":{{{deep}}}}""")).ShouldBeEmpty();
        Errors(Read($$$"""{"name":5,"inner":{"count":1},"surprise":{{{deep}}}}""")).ShouldBe(["name must be text"]);
    }

    [Fact]
    public void Errors_outside_a_body_are_listed_even_if_the_body_is_not_an_object()
    {
        var input = Read("[]");
        var header = new FieldErrors();
        header.Add("Idempotency-Key", "is too long");

        input.Errors.Add("name", "is required");
        input.Errors.AddOthers(header);

        Errors(input).ShouldBe(["body must be a JSON object; it is a list", "Idempotency-Key is too long"]);
    }

    private static Input<Sample> Read(string json) =>
        BodyReader.Read(JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = JsonEdge.MaxDepth }), BodyReaderJson.Shared.Sample);

    private static IEnumerable<string> Errors<T>(Input<T> input) =>
        input.Errors.ByField.SelectMany(field => field.Value.Select(error => $"{field.Key} {error}"));
}

internal sealed record Sample(
    [Line(5)] string Name,
    Inner Inner,
    [Texts(3, 3)] IReadOnlyList<string>? Tags = null,
    bool? Flag = null,
    DateTimeOffset? At = null);

internal sealed record Inner([WholeNumber(1, 10)] int Count);

[KnownMembersOnly]
internal sealed record SampleChange(
    [Line(5)] Optional<string> Title = default, [Score(Null = "must be a number")] Optional<decimal> Gate = default, Optional<string?> Zone = default);

internal sealed record SampleList([Items(2)] IReadOnlyList<Inner>? Parts = null);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Sample))]
[JsonSerializable(typeof(SampleChange))]
[JsonSerializable(typeof(SampleList))]
[JsonSerializable(typeof(decimal))]
internal sealed partial class BodyReaderJson : JsonSerializerContext
{
    public static BodyReaderJson Shared { get; } = new(WireFormat.BodyOptions());
}
