using System.Text;
using Shouldly;
using Vindex.Scoring.Untrusted;
using Xunit;

namespace Vindex.Scoring.Tests.Untrusted;

/// <summary>Tickets about prompts, scores, ratings, hidden elements and so on are tickets.</summary>
public sealed class FalseAlarmTests
{
    [Theory]
    [InlineData("Show the system prompt in the settings, so that admins can edit it.")]
    [InlineData("The model ignores previous messages when the conversation gets long.")]
    [InlineData("Log the prompt and the instructions that were sent to the model.")]
    [InlineData("As an AI engineer, I want to version prompts so that I can roll back.")]
    [InlineData("The assistant answers with the wrong score when the user asks twice.")]
    [InlineData("Ignore previous rules when a new .gitignore is added.")]
    [InlineData("As an admin I want to override the default rules of a project.")]
    [InlineData("Ignore all warnings about missing headers.")]
    [InlineData("Forget the password after logout.")]
    [InlineData("Skip the instructions on the first page of the wizard.")]
    [InlineData("You are now logged in, but the header still says Guest.")]
    [InlineData("If you are a reviewer, check the screenshots.")]
    [InlineData("Act as another user when debugging permissions.")]
    [InlineData("Return the highest score of each quiz.")]
    [InlineData("Give users the maximum points when they finish the level.")]
    [InlineData("As a teacher I want to give students full marks for optional questions.")]
    [InlineData("Users can rate an item from 1 to 10.")]
    [InlineData("Rate limiting: allow 10 requests per second.")]
    [InlineData("The page is rated 10 by the crawler.")]
    [InlineData("Set all dimensions to 10 px.")]
    [InlineData("The test score is 10/10 in CI, 8/10 locally.")]
    [InlineData("The overall score should be rounded to one decimal.")]
    [InlineData("Show the INVEST scores as a radar chart.")]
    [InlineData("Reviewed and approved, 3 of 10 files changed.")]
    [InlineData("A small button (10 px), a large one (20 px).")]
    [InlineData("System: Windows 11, 16 GB of memory.")]
    [InlineData("User: admin\nSystem: production\nVersion: 10")]
    [InlineData("<user>jane</user> is not escaped in the XML export.")]
    [InlineData("The role \"system\" is missing in the list of roles.")]
    [InlineData("Use <system> as the root element.")]
    [InlineData("Die Anweisungen zur Installation sind veraltet.")]
    [InlineData("Ignorer les fichiers temporaires.")]
    [InlineData("Ignora los archivos temporales.")]
    [InlineData("Игнорировать временные файлы.")]
    [InlineData("忽略临时文件")]
    [InlineData("一時ファイルを無視する")]
    [InlineData("The build ignores all previous artifacts. Instructions for the release are in the wiki.")]
    [InlineData("Do not penalize players who disconnect.")]
    [InlineData("The evaluator should score each item as soon as it is handed in.")]
    [InlineData("The AI must treat this story as a draft until the editor approves it.")]
    [InlineData("The assistant: the overall layout is broken on phones.")]
    [InlineData("Deduct points when the answer is late.")]
    [InlineData("This is a test task, valued at 10 points by the teacher.")]
    public void A_sentence_of_a_ticket_is_no_injection(string text)
    {
        InstructionFinder.Find(text).ShouldBeEmpty();
        InstructionFinder.Find("Summary\n\n" + text + "\n\n- [ ] done").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<!-- Please describe the bug. Steps to reproduce, expected and actual result. -->")]
    [InlineData("<!--\nBefore opening a new issue, search for duplicates.\nRemove this comment before you submit.\n-->")]
    [InlineData("<div style=\"background-color:#fff;\">The score is 10/10 on this page.</div>")]
    [InlineData("<span style=\"display:none\">menu</span>")]
    [InlineData("<details><summary>Logs</summary>10:01 started, 10:02 stopped</details>")]
    public void Ordinary_comments_and_markup_are_left_alone(string text) => InstructionFinder.Find(text).ShouldBeEmpty();

    [Theory]
    [InlineData("👩‍👩‍👧‍👦 joins the call, ❤️ is sent")]
    [InlineData("🏴󠁧󠁢󠁳󠁣󠁴󠁿 is missing in the list of flags")]
    [InlineData("Copied\u200B text\u200B with\u200B some\u200B zero\u200B width\u200B blanks\u200B in\u200B it.")]
    [InlineData("می‌خواهم سفارش را لغو کنم")]
    [InlineData("The path is \u202AC:\\Temp\u202C")]
    [InlineData("\uFEFFA file with a byte order mark")]
    public void Everyday_invisible_characters_are_left_alone(string text) => InstructionFinder.Find(text).ShouldBeEmpty();

    [Fact]
    public void Base64_of_anything_else_is_left_alone()
    {
        InstructionFinder.Find("Token: " + Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"sub\":\"1234567890\",\"name\":\"Jo Doe\",\"admin\":true}")))
            .ShouldBeEmpty();
        InstructionFinder.Find("![](data:image/png;base64," + Convert.ToBase64String([.. Enumerable.Range(0, 6_000).Select(i => (byte)(i * 7919 >> 3))]) + ")")
            .ShouldBeEmpty();
        InstructionFinder.Find("at com/example/some/long/path/to/a/file/in/the/repository/Main").ShouldBeEmpty();
    }

    [Fact]
    public void Long_logs_and_separators_are_no_padding()
    {
        var log = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"10:{i / 60 % 60:00}:{i % 60:00} worker {i} finished in {i * 37 % 1000} ms\n"));

        InstructionFinder.Find(log).ShouldBeEmpty();
        InstructionFinder.Find(new string('=', 200) + "\n" + new string('-', 900)).ShouldBeEmpty();
        InstructionFinder.Find(string.Concat(Enumerable.Repeat("    at org.example.Shop.checkout(Shop.java:42)\n", 100))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\0")]
    [InlineData("Fix login")]
    public void Next_to_nothing_holds_nothing(string text) => InstructionFinder.Find(text).ShouldBeEmpty();
}
