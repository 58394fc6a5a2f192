using Shouldly;
using Vindex.Models.Answers;
using Vindex.Models.Tests.Protocol;
using Xunit;

namespace Vindex.Models.Tests.Reading;

/// <summary>Answers are read strictly; what is wrong is said in a way that a model can repair.</summary>
public sealed class AnswerReaderTests
{
    [Fact]
    public void A_complete_answer_is_read()
    {
        var answer = AnswerReader.Read(AnswerText.Of([0, 1, 2, 8, 9, 10], "a quote").ToJsonString()).Answer!;

        answer.Dimensions.Select(dimension => dimension.Score).ShouldBe([0, 1, 2, 8, 9, 10]);
        answer.Dimensions[5].Quotes.ShouldBe(["a quote"]);
        answer.Advice.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("score", "11", "small.score must be a whole number from 0 to 10.")]
    [InlineData("score", "-1", "small.score must be a whole number from 0 to 10.")]
    [InlineData("score", "7.5", "small.score must be a whole number from 0 to 10.")]
    [InlineData("score", "1e400", "small.score must be a whole number from 0 to 10.")]
    [InlineData("score", "\"7\"", "small.score must be a whole number from 0 to 10.")]
    [InlineData("score", "null", "small.score must be a whole number from 0 to 10.")]
    [InlineData("score", null, "small has no member score.")]
    [InlineData("reason", "\" \\n \"", "small.reason must be a text of at most 1500 characters that is not empty.")]
    [InlineData("reason", "5", "small.reason must be a text of at most 1500 characters that is not empty.")]
    [InlineData("quotes", "\"words\"", "small.quotes must be a list of at most 10 items.")]
    [InlineData("quotes", "[3]", "small.quotes[0] must be a text of at most 1500 characters.")]
    [InlineData("quotes", "[\"\\ud800\"]", "The answer is not one valid JSON object.")]
    public void A_dimension_in_another_form_is_an_error(string member, string? json, string error)
    {
        var answer = AnswerText.Of(5);
        const string place = "\"@@\"";
        if (json is null) answer["small"]!.AsObject().Remove(member);
        else answer["small"]![member] = "@@";

        Errors(answer.ToJsonString().Replace(place, json)).ShouldBe([error]);
    }

    [Theory]
    [InlineData("\"testable\"", "\"fast\"", "recommendations[0].dimension must be one of independent, negotiable, valuable, estimable, small, testable.")]
    [InlineData("[{", "[7,{", "recommendations[0] must be an object with dimension, text.")]
    public void A_recommendation_in_another_form_is_an_error(string part, string instead, string error)
    {
        var text = AnswerText.Of(5).ToJsonString();
        var list = text.IndexOf("\"recommendations\"", StringComparison.Ordinal);

        Errors(text[..list] + Replaced(text[list..], part, instead)).ShouldBe([error]);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var answer = AnswerText.Of(5);
        answer.Remove("valuable");
        answer["overall"] = 10;
        answer["testable"]!["reason"] = new string('a', 20_000);

        Errors(answer.ToJsonString()).ShouldBe([
            "The answer has no member valuable.",
            "The answer has members other than independent, negotiable, valuable, estimable, small, testable, recommendations.",
            "testable.reason must be a text of at most 1500 characters that is not empty.",
        ]);
    }

    [Fact]
    public void A_member_given_twice_is_an_error()
    {
        var answer = AnswerText.Of(5).ToJsonString();

        Errors(answer[..^1] + ",\"small\":{\"score\":10,\"reason\":\"It is.\",\"quotes\":[]}}").ShouldBe(["The answer is not one valid JSON object."]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void An_empty_answer_is_an_error(string text) => Errors(text).ShouldBe(["The answer is empty."]);

    [Fact]
    public void An_answer_ten_times_too_long_is_an_error() =>
        Errors(new string('x', 10 * AnswerReader.LongestAnswer)).ShouldHaveSingleItem().ShouldStartWith("The answer has 327680 characters");

    [Fact]
    public void Texts_lose_what_is_not_displayed()
    {
        var answer = AnswerText.Of(5);
        answer["small"]!["reason"] = "One\u200B thing,\u202E really.\r\nYes.";

        AnswerReader.Read(answer.ToJsonString()).Answer!.Dimensions[4].Reason.ShouldBe("One thing, really. Yes.");
    }

    private static IReadOnlyList<string> Errors(string text)
    {
        var reading = AnswerReader.Read(text);
        reading.Answer.ShouldBeNull();
        return reading.Errors;
    }

    private static string Replaced(string text, string part, string instead)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return text[..at] + instead + text[(at + part.Length)..];
    }
}
