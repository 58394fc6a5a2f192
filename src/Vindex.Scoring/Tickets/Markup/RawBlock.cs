namespace Vindex.Scoring.Tickets.Markup;

/// <summary>A block as recognised by its markup alone, before labels and sections are known.</summary>
/// <param name="Kind">What the markup says.</param>
/// <param name="Start">First UTF-16 unit in the clean text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Level">Level of a heading, depth of a list item; 0 otherwise.</param>
/// <param name="Checked">State of a checkbox.</param>
/// <param name="Ordered">A numbered item.</param>
/// <param name="Bold">All of it is bold.</param>
internal readonly record struct RawBlock(BlockKind Kind, int Start, int End, int Level = 0, bool? Checked = null, bool Ordered = false, bool Bold = false);
