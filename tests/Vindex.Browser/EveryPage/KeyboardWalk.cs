namespace Vindex.Browser.EveryPage;

/// <summary>Goes through a page with the Tab key alone.</summary>
internal static class KeyboardWalk
{
    // Dates have several stops within one field; whatever else needs more than this is a trap.
    private const int StopsPerControl = 4;
    private const int MostControls = 150;
    private const int StopsAtOnce = 20;

    // What can be used and is seen. Of radio buttons the browser stops at one a group.
    private const string Collect =
        """
        (most) => {
          document.activeElement?.blur();
          const groups = new Set();
          window.vindexControls = [...document.querySelectorAll('a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary, [tabindex="0"]')]
            .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.matches('[tabindex="-1"]'))
            .filter((one) => one.type !== 'radio' || (!groups.has(one.name) && groups.add(one.name)))
            .slice(0, most);
          return window.vindexControls.length;
        }
        """;

    // Notes which of them gets the focus, and whether one sees that: an outline of its own or of the frame around it.
    private const string Watch =
        """
        () => {
          window.vindexStops = [];
          document.addEventListener('focusin', ({ target: here }) => {
            const place = window.vindexControls.findIndex((one) => one === here || (one.type === 'radio' && here.type === 'radio' && one.name === here.name));
            const seen = [here, here.parentElement, here.parentElement?.parentElement].some((one) => {
              if (!one) return false;
              const style = getComputedStyle(one);
              return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
            });
            if (place >= 0) window.vindexStops.push([place, seen ? 1 : 0]);
          });
        }
        """;

    private const string TakeStops = "() => window.vindexStops.splice(0)";

    // What was replaced on the way (the foot of an endless list that has loaded more) is not missed.
    private const string Tell =
        "(places) => places.map((place) => window.vindexControls[place]).filter((one) => one.isConnected).map((one) => one.outerHTML.slice(0, 160))";

    /// <summary>What is not reached, or not shown when it is; empty for nothing.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(IPage page)
    {
        var count = await page.EvaluateAsync<int>(Collect, MostControls);
        var missing = Enumerable.Range(0, count).ToHashSet();
        var unseen = new HashSet<int>();
        var presses = new Task[StopsAtOnce];
        await page.EvaluateAsync(Watch);
        for (var stop = 0; stop < (count * StopsPerControl) + 10 && missing.Count > 0; stop += StopsAtOnce)
        {
            // Sent together: waiting for each takes most of the time of looking at a page.
            for (var press = 0; press < StopsAtOnce; press++) presses[press] = page.Keyboard.PressAsync("Tab");
            await Task.WhenAll(presses);
            foreach (var look in await page.EvaluateAsync<int[][]>(TakeStops))
            {
                missing.Remove(look[0]);
                if (look[1] == 0) unseen.Add(look[0]);
            }
        }

        return
        [
            .. (await page.EvaluateAsync<string[]>(Tell, missing.Order().ToArray())).Select(one => $"not reached: {one}"),
            .. (await page.EvaluateAsync<string[]>(Tell, unseen.Order().ToArray())).Select(one => $"focus not seen: {one}"),
        ];
    }
}
