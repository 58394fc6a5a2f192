namespace Vindex.Server.Companies.Checklists;

/// <summary>Whether the checklist is shown on the overview.</summary>
/// <param name="Hidden">True hides it from everyone in the company, false shows it until it is complete.</param>
internal sealed record ChecklistChangeBody(bool Hidden);

/// <summary>The first steps of your company.</summary>
/// <param name="Hidden">Whether someone hid it.</param>
/// <param name="Complete">Whether every step is done. It stays complete if something is deleted later.</param>
/// <param name="Steps">The steps, in order.</param>
internal sealed record ChecklistBody(bool Hidden, bool Complete, IReadOnlyList<ChecklistStepBody> Steps)
{
    public static ChecklistBody Of(Checklist checklist, bool mayDo) =>
        new(checklist.IsHidden, checklist.IsComplete, [.. checklist.Steps.Select(step => ChecklistStepBody.Of(step, mayDo))]);
}

/// <summary>A first step.</summary>
/// <param name="Name"><c>ticket</c>, <c>tracker</c>, <c>event</c>, <c>people</c> or <c>gate</c>.</param>
/// <param name="Title">What to do.</param>
/// <param name="Text">Why, or how.</param>
/// <param name="Href">Path of the page where it is done.</param>
/// <param name="Done">Whether it is done.</param>
/// <param name="Allowed">Whether your role or key may do it.</param>
internal sealed record ChecklistStepBody(string Name, string Title, string Text, string Href, bool Done, bool Allowed)
{
    public static ChecklistStepBody Of(ChecklistStep step, bool mayDo) => new(step.Name, step.Title, step.Text, step.Href, step.IsDone, mayDo);
}
