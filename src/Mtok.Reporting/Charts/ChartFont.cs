using ScottPlot;
using SkiaSharp;

namespace Mtok.Reporting;

/// <summary>The one font of every chart, carried in the program so that text looks the same everywhere and never goes missing.</summary>
internal sealed class ChartFont : IFontResolver
{
    public const string Family = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> Loaded = new(Register);

    private ChartFont()
    {
    }

    /// <summary>The font at a size in pixels.</summary>
    public static SKFont Of(float size) => new(Loaded.Value, size) { Subpixel = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };

    public static float LineHeight(SKFont font) => MathF.Ceiling(font.Size * 1.35f);

    /// <summary>The text in lines no wider than given; a word that is too wide alone is cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, SKFont font, float width)
    {
        var lines = new List<string>();
        foreach (var paragraph in XmlText.Clean(text).ReplaceLineEndings("\n").Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                var longer = line.Length == 0 ? word : $"{line} {word}";
                if (font.MeasureText(longer) <= width)
                {
                    line = longer;
                    continue;
                }

                if (line.Length > 0)
                {
                    lines.Add(line);
                }

                line = CutToFit(word, font, width, lines);
            }

            lines.Add(line);
        }

        return lines;
    }

    private static string CutToFit(string word, SKFont font, float width, List<string> lines)
    {
        while (word.Length > 1 && font.MeasureText(word) > width)
        {
            var length = word.Length - 1;
            while (length > 1 && font.MeasureText(word.AsSpan(0, length)) > width)
            {
                length--;
            }

            length += length > 0 && char.IsHighSurrogate(word[length - 1]) ? 1 : 0;
            lines.Add(word[..length]);
            word = word[length..];
        }

        return word;
    }

    public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => Loaded.Value;

    public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => Loaded.Value;

    private static SKTypeface Register()
    {
        using var stream = typeof(ChartFont).Assembly.GetManifestResourceStream("fonts/DejaVuSans.ttf")
            ?? throw new InvalidOperationException("the font is missing from the program");
        using var data = SKData.Create(stream);
        var typeface = SKTypeface.FromData(data);
        Fonts.FontResolvers.Insert(0, new ChartFont());
        Fonts.Default = Family;
        return typeface;
    }
}
