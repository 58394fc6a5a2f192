using Shouldly;
using Vindex.Scoring.Judging.Signals;
using Vindex.Training;
using Xunit;

namespace Vindex.Scoring.Tests.Development;

/// <summary>The weights that are shipped are those that the training program writes, to the last digit.</summary>
public sealed class TrainingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vindex-training-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_weights_of_kinds_are_reproduced()
    {
        var extraction = new Extraction(PanelData.Load(RatedTickets.Folder));
        var path = Path.Combine(_folder.FullName, "kinds.txt");

        new KindTraining(extraction).Write(path);

        ShouldBeShipped("Reading/kinds.txt", path);
    }

    [Fact]
    public void All_weights_are_reproduced()
    {
        var rated = RatedTickets.Folder;
        Assert.SkipUnless(Environment.GetEnvironmentVariable("VINDEX_LONG") == "1", "Takes minutes; ./test long runs it.");
        foreach (var folder in new[] { "Reading/Data", "Judging/Data" }) _folder.CreateSubdirectory(folder);

        var exit = (int)typeof(PanelData).Assembly.EntryPoint!.Invoke(null, [new[] { rated, "--write", _folder.FullName }])!;

        exit.ShouldBe(0);
        foreach (var file in new[] { "Reading/kinds.txt", "Reading/spans.txt", "Reading/context.txt", "Reading/phrases.txt", "Judging/signals.txt", "Judging/words.txt" })
            ShouldBeShipped(file, Path.Combine(_folder.FullName, file.Replace("/", "/Data/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_rated_tickets_the_program_says_so_and_ends()
    {
        var (error, before) = (new StringWriter(), Console.Error);
        Console.SetError(error);
        try
        {
            typeof(PanelData).Assembly.EntryPoint!.Invoke(null, [new[] { _folder.FullName }]).ShouldBe(0);
        }
        finally
        {
            Console.SetError(before);
        }

        error.ToString().ShouldContain("skipped");
    }

    [Theory]
    [InlineData("Reading/kinds.txt", 7)]
    [InlineData("Reading/spans.txt", 8)]
    [InlineData("Reading/context.txt", 8)]
    [InlineData("Reading/phrases.txt", 8)]
    [InlineData("Judging/signals.txt", 6)]
    [InlineData("Judging/words.txt", 6)]
    public void Each_file_is_as_the_program_writes_it(string file, int outputs)
    {
        var lines = Lines(DataFile.Text(file));
        lines[1].ShouldBe("# Written by bench/Vindex.Training from rated tickets; do not edit by hand.");
        lines[2].ShouldStartWith("bias\t");
        var names = lines.Skip(3).Select(line => line.Split('\t')[0]).ToList();
        names.ShouldBe(names.Distinct().Order(StringComparer.Ordinal));
        foreach (var line in lines.Skip(2))
        {
            var weights = line.Split('\t')[1].Split(' ');
            weights.Length.ShouldBe(outputs, line);
            weights.ShouldAllBe(weight => weight.Length - Math.Max(weight.IndexOf('.', StringComparison.Ordinal), 0) <= 8 && weight != "-0");
        }
    }

    [Fact]
    public void The_signs_set_by_hand_hold_for_what_is_shipped()
    {
        for (var i = 0; i < TicketSignals.Names.Length; i++)
        {
            for (var d = 0; d < Dimensions.Count; d++)
            {
                var (low, high) = SignBounds.Of(TicketSignals.Names[i], d);
                AdditiveModel.Weight(i, d).ShouldBeInRange(low, high, $"{TicketSignals.Names[i]} {(Dimension)d}");
            }
        }
    }

    private static void ShouldBeShipped(string file, string written)
    {
        var (shipped, now) = (Lines(DataFile.Text(file)), Lines(File.ReadAllText(written)));
        now.Length.ShouldBe(shipped.Length);
        for (var i = 0; i < shipped.Length; i++) now[i].ShouldBe(shipped[i], $"{file}:{i + 1}");
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');
}
