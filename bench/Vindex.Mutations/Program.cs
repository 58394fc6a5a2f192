using System.CommandLine;
using Vindex.Mutations;
using Vindex.Mutations.Building;

var project = new Argument<string>("project") { Description = "A project of src by its name (Vindex.Scoring), or the path of a project file" };
var tests = new Option<string?>("--tests") { Description = "Path of the test project; by default tests/PROJECT.Tests" };
var filter = new Option<string[]>("--filter") { Description = "Only mutants of which the place (Tickets/Lines.cs:20) contains this; may be repeated" };
var except = new Option<string[]>("--except") { Description = "No mutants of which the place contains this; may be repeated" };
var count = new Option<int?>("--count") { Description = "Run a random sample of this size instead of all mutants" };
var seed = new Option<int>("--seed") { Description = "Seed of the sample", DefaultValueFactory = _ => 1 };
var jobs = new Option<int>("--jobs") { Description = "Test processes at a time, 1 or 2", DefaultValueFactory = _ => 2 };
var atLeast = new Option<double>("--at-least") { Description = "Exit with 1 when a smaller percentage of the mutants is noticed" };
var list = new Option<bool>("--list") { Description = "List the mutants without running them" };
var root = new RootCommand("Breaks a project in many small ways and names the changes that its tests do not notice.")
{
    project, tests, filter, except, count, seed, jobs, atLeast, list,
};
root.SetAction(async (parsed, cancellation) =>
{
    var options = new MutationOptions
    {
        Projects = ProjectPair.Find(parsed.GetRequiredValue(project), parsed.GetValue(tests)),
        Filters = parsed.GetValue(filter) ?? [],
        Exceptions = parsed.GetValue(except) ?? [],
        Count = parsed.GetValue(count),
        Seed = parsed.GetValue(seed),
        Jobs = Math.Clamp(parsed.GetValue(jobs), 1, 2),
        AtLeast = parsed.GetValue(atLeast),
        ListOnly = parsed.GetValue(list),
    };
    try
    {
        return await MutationRun.RunAsync(options, Console.Out, cancellation);
    }
    catch (MutationException exception)
    {
        await Console.Error.WriteLineAsync("mutate: " + exception.Message);
        return 2;
    }
});
return await root.Parse(args).InvokeAsync();
