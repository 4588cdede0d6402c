using System.Reflection;

namespace Mtok.Tests;

/// <summary>Requests changed one property at a time.</summary>
internal static class Requests
{
    /// <summary>The properties of a request that a range lies beside, with that range.</summary>
    public static IReadOnlyList<(PropertyInfo Property, object Range)> Ranges(Type request) =>
        [.. from range in request.GetProperties(BindingFlags.Public | BindingFlags.Static)
            where range.PropertyType.IsGenericType && range.PropertyType.GetGenericTypeDefinition() == typeof(Limits<>)
            let property = request.GetProperty(range.Name[..^"Range".Length])
            where property is not null
            select (property, range.GetValue(null)!)];

    /// <summary>The same request with one property set.</summary>
    public static T With<T>(T request, PropertyInfo property, object value)
        where T : class
    {
        var copy = (T)request.GetType().GetMethod("<Clone>$")!.Invoke(request, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    /// <summary>Values just outside a range; none beyond the end of a type.</summary>
    public static IEnumerable<object> Beyond(object range) => range switch
    {
        Limits<int> limits => new long[] { limits.Low - 1L, limits.High + 1L }.Where(number => number <= int.MaxValue).Select(number => (object)(int)number),
        Limits<Duration> limits => [Duration.FromSeconds(limits.Low.Seconds - 1), Duration.FromSeconds(limits.High.Seconds * 1.01)],
        Limits<Ratio> limits => [Ratio.FromValue(limits.Low.Value - 0.0001), Ratio.FromValue(limits.High.Value + 0.01)],
        Limits<Tokens> limits => [Tokens.FromCount(limits.Low.Count - 1), Tokens.FromCount(limits.High.Count + 1)],
        Limits<UsdPerHour> limits => [default(UsdPerHour), UsdPerHour.FromDollars(limits.High.Dollars + 1)],
        Limits<UsdPerMtok> limits => [UsdPerMtok.FromDollars(limits.Low.Dollars - 1), UsdPerMtok.FromDollars(limits.High.Dollars + 1)],
        Limits<UsdPerMonth> limits => [UsdPerMonth.FromDollars(limits.Low.Dollars - 1), UsdPerMonth.FromDollars(limits.High.Dollars + 1)],
        Limits<TokensPerSecond> limits => [default(TokensPerSecond), TokensPerSecond.FromPerSecond(limits.High.PerSecond * 2)],
        Limits<BytesPerSecond> limits => [default(BytesPerSecond), BytesPerSecond.FromPerSecond(limits.High.PerSecond * 2)],
        _ => throw new ArgumentOutOfRangeException(nameof(range), range, "no values known"),
    };
}
