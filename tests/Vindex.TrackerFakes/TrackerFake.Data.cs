using System.Globalization;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes;

// Projects, issues and webhooks.
public abstract partial class TrackerFake
{
    private readonly List<FakeProject> _projects = [];
    private readonly List<FakeEvent> _events = [];
    private readonly List<FakeHook> _hooks = [];
    private readonly Dictionary<long, FakeIssue> _byId = [];
    private int _sent;
    private long _lastId = 10_000;

    /// <summary>What happened so far that webhooks report, oldest first.</summary>
    public IReadOnlyList<FakeEvent> Events
    {
        get
        {
            lock (Gate) return [.. _events];
        }
    }

    /// <summary>The registered webhooks.</summary>
    public IReadOnlyList<FakeHook> Hooks
    {
        get
        {
            lock (Gate) return [.. _hooks];
        }
    }

    /// <summary>The projects. Locked: for products.</summary>
    protected IReadOnlyList<FakeProject> Projects => _projects;

    /// <summary>A project's permanent id, as the API has it.</summary>
    public string IdOf(string project)
    {
        lock (Gate) return ProjectId(Project(project));
    }

    /// <summary>An issue's permanent id, as the API has it.</summary>
    public string IdOf(string project, int number)
    {
        lock (Gate) return IssueId(Issue(project, number));
    }

    /// <summary>Adds a project without issues, unless it exists.</summary>
    public void AddProject(string project)
    {
        lock (Gate) FindOrAdd(project);
    }

    /// <summary>Adds issues to a project, which is created if it does not exist. No events report them.</summary>
    /// <param name="project">What people call the project.</param>
    /// <param name="count">How many issues.</param>
    /// <param name="text">The text of the issue with a number, from 1.</param>
    public void Seed(string project, int count, Func<int, (string Title, string Description)> text)
    {
        lock (Gate)
        {
            var home = FindOrAdd(project);

            // One millisecond apart and not in the future.
            var start = Tick().AddMilliseconds(-count);
            for (var i = 0; i < count; i++) Add(home, text(home.Issues.Count + 1), start.AddMilliseconds(i));
        }
    }

    /// <summary>Creates an issue, with an event.</summary>
    /// <returns>Its number.</returns>
    public int Create(string project, string title, string description)
    {
        lock (Gate)
        {
            var issue = Add(FindOrAdd(project), (title, description), Tick());
            Report(new FakeChange(FakeChangeKind.Created, issue, Person));
            return issue.Number;
        }
    }

    /// <summary>Changes an issue's title, with an event.</summary>
    public void Edit(string project, int number, string title)
    {
        lock (Gate)
        {
            var issue = Issue(project, number);
            var before = issue.Title;
            issue.Title = title;
            Changed(new FakeChange(FakeChangeKind.Edited, issue, Person, before, title));
        }
    }

    /// <summary>Closes an issue, with an event.</summary>
    public void Close(string project, int number)
    {
        lock (Gate)
        {
            var issue = Issue(project, number);
            issue.IsClosed = true;
            Changed(new FakeChange(FakeChangeKind.Closed, issue, Person));
        }
    }

    /// <summary>Adds a label to an issue as a person would, with an event.</summary>
    public void AddLabel(string project, int number, string label)
    {
        lock (Gate)
        {
            var issue = Issue(project, number);
            SetLabels(issue, [.. issue.Labels, label], Person);
        }
    }

    /// <summary>Adds a comment to an issue as a person would, with an event.</summary>
    /// <param name="project">The project.</param>
    /// <param name="number">The issue.</param>
    /// <param name="text">The comment as the API gets it: a document's JSON, markup or HTML.</param>
    public void AddComment(string project, int number, string text)
    {
        lock (Gate) PutComment(Issue(project, number), null, text, Person);
    }

    /// <summary>The open issues of a project: numbers and titles.</summary>
    public IReadOnlyList<(int Number, string Title)> Open(string project)
    {
        lock (Gate) return [.. Present(Project(project)).Where(issue => !issue.IsClosed).Select(issue => (issue.Number, issue.Title))];
    }

    /// <summary>Deletes an issue, with an event.</summary>
    public void Delete(string project, int number)
    {
        lock (Gate)
        {
            var issue = Issue(project, number);
            issue.IsDeleted = true;
            Changed(new FakeChange(FakeChangeKind.Deleted, issue, Person));
        }
    }

    /// <summary>Removes an issue's comment without an event, as if a person had deleted it.</summary>
    public void DeleteComments(string project, int number)
    {
        lock (Gate) Issue(project, number).Comments.Clear();
    }

    /// <summary>Moves an issue to another project, with an event. It gets a new number there.</summary>
    /// <returns>Its new number.</returns>
    public int Move(string project, int number, string target)
    {
        lock (Gate)
        {
            var issue = Issue(project, number);
            var home = FindOrAdd(target);
            issue.Project = home;
            issue.Number = home.Issues.Count + 1;
            home.Issues.Add(issue);
            Changed(new FakeChange(FakeChangeKind.Moved, issue, Person, project, target));
            return issue.Number;
        }
    }

    /// <summary>Gives a project another name. Its id stays.</summary>
    public void Rename(string project, string name)
    {
        lock (Gate) Project(project).Key = name;
    }

    /// <summary>The texts of an issue's comments as they were sent, oldest first.</summary>
    public IReadOnlyList<string> Comments(string project, int number)
    {
        lock (Gate) return [.. Issue(project, number).Comments.Select(comment => comment.Text)];
    }

    /// <summary>An issue's labels.</summary>
    public IReadOnlyCollection<string> Labels(string project, int number)
    {
        lock (Gate) return [.. Issue(project, number).Labels];
    }

    /// <summary>A field's value as JSON; null if it is not set.</summary>
    public string? Field(string project, int number, string field)
    {
        lock (Gate) return Issue(project, number).Fields.TryGetValue(field, out var value) ? value.ToJsonString() : null;
    }

    /// <summary>Sends an event to the webhooks it is for, signed as the product signs it. May be repeated, and in any order.</summary>
    /// <returns>The statuses of the responses.</returns>
    public async Task<IReadOnlyList<int>> SendAsync(FakeEvent happened, CancellationToken cancellationToken)
    {
        List<FakeHook> hooks;
        lock (Gate) hooks = [.. _hooks.Where(hook => hook.Project == happened.Project && (hook.Kind is null || hook.Kind == happened.Kind))];
        List<int> statuses = [];
        foreach (var hook in hooks)
        {
            using var request = CreateDelivery(hook, happened);
            using var response = await _sender.SendAsync(request, cancellationToken);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    /// <summary>Sends all events that were not sent by this method before, oldest first.</summary>
    /// <returns>The statuses of the responses.</returns>
    public async Task<IReadOnlyList<int>> SendEventsAsync(CancellationToken cancellationToken)
    {
        List<FakeEvent> pending;
        lock (Gate)
        {
            pending = _events[_sent..];
            _sent = _events.Count;
        }

        List<int> statuses = [];
        foreach (var happened in pending) statuses.AddRange(await SendAsync(happened, cancellationToken));
        return statuses;
    }

    /// <summary>The request that delivers an event to a webhook, signed as the product signs it.</summary>
    public abstract HttpRequestMessage CreateDelivery(FakeHook hook, FakeEvent happened);

    /// <summary>A project's permanent id, as the API has it.</summary>
    protected abstract string ProjectId(FakeProject project);

    /// <summary>An issue's permanent id, as the API has it.</summary>
    protected abstract string IssueId(FakeIssue issue);

    /// <summary>How webhooks report a change: kinds and bodies; none if they do not.</summary>
    protected abstract IEnumerable<(string Kind, string Body)> EventsOf(FakeChange change);

    /// <summary>The project whose webhooks report a change: for products that report a moved issue to its old project too.</summary>
    protected virtual FakeProject Receiver(FakeChange change, string kind) => change.Issue.Project;

    /// <summary>A project by what people call it.</summary>
    protected FakeProject Project(string key) =>
        _projects.FirstOrDefault(project => project.Key == key) ?? throw new ArgumentException($"There is no project {key}.", nameof(key));

    /// <summary>An issue by its number, unless it was deleted or moved away.</summary>
    protected static FakeIssue? Find(FakeProject project, int number) =>
        number >= 1 && number <= project.Issues.Count && project.Issues[number - 1] is { IsDeleted: false } issue && IsAt(issue, project, number)
            ? issue
            : null;

    /// <summary>An issue by its id, unless it was deleted.</summary>
    protected FakeIssue? Find(long id) => _byId.TryGetValue(id, out var issue) && !issue.IsDeleted ? issue : null;

    /// <summary>The issues of a project that are still there.</summary>
    protected static IEnumerable<FakeIssue> Present(FakeProject project) =>
        project.Issues.Where((issue, index) => !issue.IsDeleted && IsAt(issue, project, index + 1));

    /// <summary>Whether an issue has a number in a project: one that was moved away and back has a new one.</summary>
    protected static bool IsAt(FakeIssue issue, FakeProject project, int number) => issue.Project == project && issue.Number == number;

    /// <summary>Adds or changes a comment, and reports it.</summary>
    protected FakeComment PutComment(FakeIssue issue, FakeComment? comment, string text, FakeAccount author)
    {
        if (comment is null)
        {
            comment = new FakeComment((++_lastId).ToString(CultureInfo.InvariantCulture), author) { Text = text };
            issue.Comments.Add(comment);
        }

        comment.Text = text;
        Changed(new FakeChange(FakeChangeKind.Commented, issue, author));
        comment.Updated = issue.Updated;
        return comment;
    }

    /// <summary>Sets an issue's labels, and reports it.</summary>
    protected void SetLabels(FakeIssue issue, IReadOnlyCollection<string> labels, FakeAccount actor)
    {
        var before = string.Join(' ', issue.Labels);
        List<string> after = [.. labels.Distinct(StringComparer.Ordinal)];
        issue.Labels.Clear();
        foreach (var label in after) issue.Labels.Add(label);
        Changed(new FakeChange(FakeChangeKind.Labeled, issue, actor, before, string.Join(' ', after)));
    }

    /// <summary>Notes a change of an issue, and reports it.</summary>
    protected void Changed(FakeChange change)
    {
        change.Issue.Updated = Tick();
        change.Issue.Revision++;
        Report(change);
    }

    /// <summary>A number that nothing else of the fake has.</summary>
    protected long NewId() => ++_lastId;

    /// <summary>Registers a webhook.</summary>
    protected FakeHook AddHook(FakeHook hook)
    {
        _hooks.Add(hook);
        return hook;
    }

    /// <summary>Replaces a webhook by one of the same id.</summary>
    protected void ReplaceHook(FakeHook hook) => _hooks[_hooks.FindIndex(other => other.Id == hook.Id)] = hook;

    /// <summary>Removes a webhook.</summary>
    /// <returns>Whether it was there.</returns>
    protected bool RemoveHook(string id) => _hooks.RemoveAll(hook => hook.Id == id) > 0;

    private FakeIssue Issue(string project, int number) =>
        Find(Project(project), number) ?? throw new ArgumentException($"There is no issue {number} in {project}.", nameof(number));

    private FakeProject FindOrAdd(string key)
    {
        if (_projects.FirstOrDefault(project => project.Key == key) is { } found) return found;
        var added = new FakeProject(key, _projects.Count);
        _projects.Add(added);
        return added;
    }

    private FakeIssue Add(FakeProject project, (string Title, string Description) text, DateTimeOffset at)
    {
        var issue = new FakeIssue(project, project.Issues.Count + 1, ++_lastId)
        {
            Title = text.Title,
            Description = text.Description,
            Created = at,
            Updated = at,
        };
        project.Issues.Add(issue);
        _byId.Add(issue.Id, issue);
        return issue;
    }

    private void Report(FakeChange change)
    {
        foreach (var (kind, body) in EventsOf(change)) _events.Add(new FakeEvent(_events.Count + 1, kind, Receiver(change, kind), body));
    }
}
