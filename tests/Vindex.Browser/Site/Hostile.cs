namespace Vindex.Browser.Site;

/// <summary>Text that would run, leave its place, turn a line round or burst a page, if a page let it.</summary>
internal static class Hostile
{
    public const string Text = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>\u202Egnp.exe'--><svg onload=alert(3)>";

    /// <summary>A word without a place to break it.</summary>
    public static string Word(int length) => new('W', length);

    /// <summary>The text, filled up to a length with one word.</summary>
    public static string Of(int length) => Text + Word(length - Text.Length);
}
