using System.Globalization;
using ScottPlot;

namespace Mtok.Reporting;

/// <summary>The style of pages: light and dark, on phones and in print. Nothing is fetched, so fonts are the reader's own.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet. It has none of the letters that XML escapes.</summary>
    public static string Text { get; } = $$"""

        :root { {{Theme(ChartColours.Light)}} --card: #f6f8fa; --link: #0058a3; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 58rem; background: var(--paper); color: var(--text);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; overflow-wrap: break-word; }
        h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
        h2 { margin: 2.5rem 0 0.75rem; padding-top: 1rem; border-top: 1px solid var(--grid); font-size: 1.3rem; }
        h3, caption { margin: 1.5rem 0 0.5rem; font-size: 1rem; font-weight: 600; text-align: left; }
        caption { margin: 0; padding: 0 0 0.4rem; }
        p { margin: 0.5rem 0; max-width: 48rem; }
        ul { margin: 0.5rem 0; padding-left: 1.25rem; max-width: 48rem; }
        a { color: var(--link); }
        .quiet { color: var(--quiet); font-size: 0.875rem; }
        .lead { font-size: 1.25rem; line-height: 1.4; font-weight: 600; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; list-style: none; font-size: 0.9rem; }
        dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr)); gap: 0.75rem; margin: 1.25rem 0; }
        dl div { min-width: 0; padding: 0.75rem 0.9rem; border: 1px solid var(--grid); border-radius: 0.4rem; background: var(--card); }
        dt { font-size: 0.875rem; color: var(--quiet); }
        dd { margin: 0; }
        .figure { font-size: 1.35rem; font-weight: 600; line-height: 1.25; overflow-wrap: anywhere; }
        .answer h2 { margin: 1rem 0 0; padding: 0; border: 0; font-size: 1rem; }
        .fact { display: grid; grid-template-columns: 6rem 1fr; gap: 0 0.75rem; margin: 0.4rem 0; max-width: 48rem; }
        .fact p { margin: 0 0 0.15rem; }
        .answer table { margin: 1rem 0; }
        figure { margin: 1.25rem 0 1.75rem; }
        figcaption { max-width: 48rem; margin-bottom: 0.5rem; }
        svg { display: block; width: 100%; height: auto; }
        svg.wide { width: calc(100% + 1.8rem); margin: 0 -0.9rem; }
        svg.narrow { display: none; }
        table { width: 100%; margin: 1.5rem 0; border-collapse: collapse; font-size: 0.875rem; }
        th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--grid); text-align: left; vertical-align: top; font-weight: 400; }
        thead th { color: var(--quiet); vertical-align: bottom; }
        th:first-child { padding-left: 0; }
        .n { text-align: right; font-variant-numeric: tabular-nums; }
        td.n, td.short { white-space: nowrap; }
        .long { overflow-wrap: anywhere; }
        pre { padding: 0.75rem; border: 1px solid var(--grid); background: var(--card); white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.875rem; }
        @media screen and (max-width: 40rem) {
          svg.wide { display: none; }
          svg.narrow { display: block; }
          figure { margin-left: -1rem; margin-right: -1rem; }
          figcaption { padding: 0 1rem; }
          .fact { grid-template-columns: 1fr; }
          table, caption, tbody, tr, th, td { display: block; width: 100%; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          tr { padding: 0.5rem 0; border-bottom: 1px solid var(--grid); }
          tbody th, tbody th.n { font-weight: 600; text-align: left; }
          tbody th.short::before { content: attr(data-of) " "; color: var(--quiet); font-weight: 400; }
          dl { grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.6rem; }
          th, td { padding: 0.1rem 0; border: 0; }
          td { display: flex; justify-content: space-between; gap: 1rem; text-align: right; }
          td.n, td.short { white-space: normal; }
          td.none { display: none; }
          td::before { content: attr(data-of); flex: none; max-width: 50%; color: var(--quiet); text-align: left; }
        }
        @media screen and (prefers-color-scheme: dark) {
          :root { {{Theme(ChartColours.Dark)}} --card: #1b2129; --link: #6cb6ff; }
          {{Recoloured()}}
        }
        @media print {
          body { max-width: none; padding: 0; font-size: 10pt; }
          nav { display: none; }
          h2, h3, caption, figcaption { break-after: avoid; }
          figure, tr, dl div, li { break-inside: avoid; }
        }

        """.ReplaceLineEndings("\n");

    private static string Theme(ChartColours colours) =>
        $"--paper: {Hex(colours.Paper)}; --text: {Hex(colours.Text)}; --quiet: {Hex(colours.Quiet)}; --grid: {Hex(colours.Grid)};";

    /// <summary>Charts are drawn in light colours; each has its dark one.</summary>
    private static string Recoloured() => string.Join("\n  ", Pairs().Select(pair =>
        $"svg [fill=\"{Svg(pair.Light)}\"] {{ fill: {Hex(pair.Dark)}; }} svg [stroke=\"{Svg(pair.Light)}\"] {{ stroke: {Hex(pair.Dark)}; }}"));

    private static IEnumerable<(Color Light, Color Dark)> Pairs()
    {
        var (light, dark) = (ChartColours.Light, ChartColours.Dark);
        return [(light.Paper, dark.Paper), (light.Text, dark.Text), (light.Quiet, dark.Quiet), (light.Grid, dark.Grid), .. light.Series.Zip(dark.Series)];
    }

    private static string Hex(Color colour) => string.Create(CultureInfo.InvariantCulture, $"#{colour.R:x2}{colour.G:x2}{colour.B:x2}");

    /// <summary>As the renderer writes it: as short as may be.</summary>
    private static string Svg(Color colour)
    {
        var hex = string.Create(CultureInfo.InvariantCulture, $"{colour.R:X2}{colour.G:X2}{colour.B:X2}");
        return hex == "FFFFFF" ? "white" : hex[0] == hex[1] && hex[2] == hex[3] && hex[4] == hex[5] ? $"#{hex[0]}{hex[2]}{hex[4]}" : $"#{hex}";
    }
}
