using System.Text;
using System.Xml;

namespace Mtok.Reporting;

/// <summary>Text that may stand in SVG and HTML.</summary>
internal static class XmlText
{
    /// <summary>The same with a replacement character for what no XML may hold: control characters and halves of pairs.</summary>
    public static string Clean(string text)
    {
        StringBuilder? cleaned = null;
        for (var at = 0; at < text.Length; at++)
        {
            var pair = at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at]);
            if (!pair && !XmlConvert.IsXmlChar(text[at]))
            {
                cleaned ??= new(text);
                cleaned[at] = '\uFFFD';
            }

            at += pair ? 1 : 0;
        }

        return cleaned?.ToString() ?? text;
    }
}
