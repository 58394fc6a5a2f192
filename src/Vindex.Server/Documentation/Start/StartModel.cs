using Vindex.Server.Documentation.Reference;

namespace Vindex.Server.Documentation.Start;

/// <summary>The quick start.</summary>
/// <param name="IsSignedIn">Whether the reader is signed in.</param>
/// <param name="Tags">Tags of the reference.</param>
/// <param name="Address">The server's address as the reader knows it.</param>
/// <param name="Tasks">What one may want to do.</param>
public sealed record StartModel(bool IsSignedIn, IReadOnlyList<ReferenceTag> Tags, string Address, IReadOnlyList<StartTask> Tasks);

/// <summary>Something that one may want to do.</summary>
/// <param name="Id">Anchor.</param>
/// <param name="Title">Title.</param>
/// <param name="Text">What it does.</param>
/// <param name="Key">Which key its requests need; null if they need none.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="More">Where the reference says more.</param>
public sealed record StartTask(string Id, string Title, string Text, KeyHint? Key, IReadOnlyList<StartStep> Steps, IReadOnlyList<StartLink> More);

/// <summary>A step of a task.</summary>
/// <param name="Text">What it does, with backticks around code.</param>
/// <param name="Samples">The same in several languages.</param>
public sealed record StartStep(string Text, IReadOnlyList<StartSample> Samples);

/// <summary>Code to copy.</summary>
/// <param name="Id">Its id on the page, also the name of its file.</param>
/// <param name="Language">Language or tool.</param>
/// <param name="Code">The code.</param>
public sealed record StartSample(string Id, string Language, string Code);

/// <summary>A link.</summary>
/// <param name="Text">Text.</param>
/// <param name="Href">Address.</param>
public sealed record StartLink(string Text, string Href);

/// <summary>Which API key to use.</summary>
/// <param name="Scopes">The scopes that it needs.</param>
/// <param name="Names">Names of the reader's keys that have them.</param>
/// <param name="MayCreate">Whether the reader can create keys.</param>
public sealed record KeyHint(IReadOnlyList<string> Scopes, IReadOnlyList<string> Names, bool MayCreate);
