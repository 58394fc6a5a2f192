using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Dashboards;
using Vindex.Server.Languages;
using Vindex.Storage.Webhooks;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>A language is a file: each has every text, with the same values and marks, and no text is missing or unused.</summary>
public sealed partial class LanguageFileTests
{
    /// <summary>Types with names that look like keys: of audit events and fields.</summary>
    private static readonly string[] s_others =
    [
        "Vindex.Server.Callbacks.DeliveryService", "Vindex.Server.Evaluations.EventService", "Vindex.Server.Evaluator.EvaluatorService",
        "Vindex.Server.Installations.InstallationService", "Vindex.Server.Security.Passwords.InvitationService",
        "Vindex.Server.Security.Sessions.OneTimeLinks", "Vindex.Server.Companies.Users.UserService",
    ];

    private static Language English => Language.All[0];

    public static TheoryData<string> Others => [.. Language.All.Skip(1).Select(language => language.Tag)];

    [Theory, MemberData(nameof(Others))]
    public void Every_language_has_the_texts_of_English_and_no_others(string tag)
    {
        var language = Language.Find(tag)!;
        language.Messages.Keys.Except(English.Messages.Keys).ShouldBeEmpty();
        English.Messages.Keys.Except(language.Messages.Keys).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Others))]
    public void A_text_has_the_values_and_the_marks_of_the_English_one(string tag)
    {
        foreach (var (key, message) in Language.Find(tag)!.Messages)
        {
            var english = English.Messages[key];
            message.IsCounted.ShouldBe(english.IsCounted, customMessage: key);
            var names = english.Forms.SelectMany(form => form.Value.Names).Distinct().Order().ToList();
            message.Forms.SelectMany(form => form.Value.Names).Distinct().Order().ToList().ShouldBe(names, customMessage: key);
            MarksOf(message).ShouldBe(MarksOf(english), customMessage: key);
        }
    }

    [Fact]
    public void A_text_that_counts_has_a_form_for_each_category_of_its_language()
    {
        foreach (var language in Language.All)
        {
            foreach (var (key, message) in language.Messages.Where(message => message.Value.IsCounted))
                message.Forms.Select(form => form.Key).Order().ToList().ShouldBe(language.Plurals.Categories.Order().ToList(), customMessage: $"{language.Tag}: {key}");
        }
    }

    [Fact]
    public void No_text_is_empty()
    {
        foreach (var language in Language.All)
        {
            foreach (var (key, message) in language.Messages)
                message.Forms.ShouldAllBe(form => form.Value.Parts.Any(part => part.IsName || part.Text.Length > 0), $"{language.Tag}: {key}");
        }
    }

    [Fact]
    public void No_text_is_unused()
    {
        var texts = Literals.All.Select(literal => literal.Text).ToHashSet();
        var starts = texts.Where(text => text.EndsWith('.') && Key().IsMatch(text + "x")).ToList();
        English.Messages.Keys.Where(key => !texts.Contains(key) && !starts.Any(start => key.StartsWith(start, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void No_text_is_missing()
    {
        var areas = English.Messages.Keys.Select(key => key.Split('.')[0]).ToHashSet();
        var names = typeof(CardKind).GetFields().Concat(typeof(EventSubject).GetFields()).Select(field => field.GetValue(null)).OfType<string>().ToHashSet();
        var wanted = Literals.All.Where(literal => !s_others.Contains(literal.Type.FullName))
            .Select(literal => literal.Text)
            .Where(text => Key().IsMatch(text) && areas.Contains(text.Split('.')[0]) && !FileName().IsMatch(text) && !names.Contains(text))
            .Distinct();
        wanted.Where(key => !English.Messages.ContainsKey(key)).ShouldBeEmpty();
    }

    private static List<string> MarksOf(Message message) =>
    [
        .. message.Forms.SelectMany(form => form.Value.Parts)
            .Where(part => !part.IsName)
            .SelectMany(part => Mark().Matches(part.Text))
            .Select(mark => mark.Value)
            .Distinct()
            .Order(),
    ];

    [GeneratedRegex("</?[1-4]/?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();

    [GeneratedRegex("\\.(csv|js|json|sh)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();

    [GeneratedRegex("^[a-z][a-z-]*(\\.[a-z0-9_-]+)+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}
