using System.Collections.Frozen;

namespace Mtok;

/// <summary>A country that regions of sellers lie in.</summary>
/// <param name="Code">Its code of two letters (ISO 3166-1).</param>
/// <param name="Name">Its English name.</param>
/// <param name="Continent">Its continent.</param>
/// <param name="InUnion">Whether it is a member state of the European Union.</param>
public sealed record Country(string Code, string Name, string Continent, bool InUnion)
{
    private const string Europe = "Europe";
    private const string Asia = "Asia";
    private const string NorthAmerica = "North America";
    private const string SouthAmerica = "South America";
    private const string Africa = "Africa";
    private const string Oceania = "Oceania";

    /// <summary>
    /// Codes and names are of ISO 3166-1, continents of the UN's M49 (Cyprus, an EU member, counts as Europe), membership is that of the EU of 27 since
    /// the United Kingdom left on 2020-01-31 (european-union.europa.eu, read 2026-11-28). Names after the first are others in use.
    /// </summary>
    private static readonly (string Continent, string Members, string Others)[] Table =
    [
        (Europe,
            "AT Austria;BE Belgium;BG Bulgaria;CY Cyprus;CZ Czechia,Czech Republic;DE Germany;DK Denmark;EE Estonia;ES Spain;FI Finland;FR France;"
            + "GR Greece;HR Croatia;HU Hungary;IE Ireland;IT Italy;LT Lithuania;LU Luxembourg;LV Latvia;MT Malta;NL Netherlands,Holland;PL Poland;PT Portugal;"
            + "RO Romania;SE Sweden;SI Slovenia;SK Slovakia",
            "AD Andorra;AL Albania;BA Bosnia and Herzegovina;BY Belarus;CH Switzerland;GB United Kingdom,UK,Great Britain;IS Iceland;LI Liechtenstein;"
            + "MC Monaco;MD Moldova;ME Montenegro;MK North Macedonia;NO Norway;RS Serbia;RU Russia;UA Ukraine;XK Kosovo"),
        (Asia,
            "",
            "AE United Arab Emirates,UAE;AM Armenia;AZ Azerbaijan;BD Bangladesh;BH Bahrain;CN China;GE Georgia;HK Hong Kong;ID Indonesia;IL Israel;IN India;"
            + "IQ Iraq;JO Jordan;JP Japan;KH Cambodia;KR South Korea,Korea;KW Kuwait;KZ Kazakhstan;LB Lebanon;LK Sri Lanka;MN Mongolia;MO Macao;MY Malaysia;"
            + "NP Nepal;OM Oman;PH Philippines;PK Pakistan;QA Qatar;SA Saudi Arabia;SG Singapore;TH Thailand;TR Turkey,Türkiye;TW Taiwan;UZ Uzbekistan;"
            + "VN Vietnam"),
        (NorthAmerica,
            "",
            "CA Canada;CR Costa Rica;DO Dominican Republic;GT Guatemala;MX Mexico;PA Panama;PR Puerto Rico;US United States,USA,United States of America"),
        (SouthAmerica, "", "AR Argentina;BO Bolivia;BR Brazil;CL Chile;CO Colombia;EC Ecuador;PE Peru;PY Paraguay;UY Uruguay;VE Venezuela"),
        (Africa,
            "",
            "CI Ivory Coast;DZ Algeria;EG Egypt;ET Ethiopia;GH Ghana;KE Kenya;MA Morocco;MU Mauritius;NG Nigeria;RW Rwanda;SN Senegal;TN Tunisia;TZ Tanzania;"
            + "UG Uganda;ZA South Africa"),
        (Oceania, "", "AU Australia;NZ New Zealand"),
    ];

    private static readonly List<(Country Country, string[] Names)> Rows =
        [.. Table.SelectMany(part => RowsOf(part.Continent, part.Members, inUnion: true).Concat(RowsOf(part.Continent, part.Others, inUnion: false)))];

    private static readonly FrozenDictionary<string, Country> ByCode =
        Rows.ToFrozenDictionary(row => Spelling.Fold(row.Country.Code), row => row.Country, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Country> ByName = Rows
        .SelectMany(row => row.Names.Select(name => (Name: Spelling.Fold(name), row.Country)))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Country, StringComparer.Ordinal);

    /// <summary>Every country.</summary>
    public static IEnumerable<Country> All => Rows.Select(row => row.Country);

    /// <summary>The names of the continents.</summary>
    public static IReadOnlyList<string> Continents { get; } = [Europe, Asia, NorthAmerica, SouthAmerica, Africa, Oceania];

    /// <summary>The country of that code, in any case; null if there is none.</summary>
    public static Country? OfCode(string code) => code.Length == 2 ? ByCode.GetValueOrDefault(Spelling.Fold(code)) : null;

    /// <summary>The country of that name, in any case; null if there is none.</summary>
    public static Country? OfName(string name) => ByName.GetValueOrDefault(Spelling.Fold(name));

    private static IEnumerable<(Country Country, string[] Names)> RowsOf(string continent, string list, bool inUnion) =>
        list.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(row => (Code: row[..2], Names: row[3..].Split(',')))
            .Select(row => (new Country(row.Code, row.Names[0], continent, inUnion), row.Names));
}
