using System.Reflection;
using System.Runtime.CompilerServices;

namespace Mtok.Tests;

/// <summary>Polices every quantity at once.</summary>
public sealed class UnitsConsistencyTests
{
    private static readonly Assembly Mtok = typeof(Usd).Assembly;

    public static TheoryData<Type> Quantities => [.. Mtok.GetExportedTypes().Where(IsQuantity)];

    [Fact]
    public void There_are_quantities_for_money_time_tokens_memory_arithmetic_power_and_energy()
    {
        Type[] expected =
        [
            typeof(Usd), typeof(UsdPerHour), typeof(UsdPerMonth), typeof(UsdPerMtok), typeof(UsdPerGigabyte), typeof(UsdPerKilowattHour), typeof(Tokens), typeof(TokensPerSecond),
            typeof(RequestsPerSecond), typeof(Duration), typeof(Bytes), typeof(BytesPerSecond), typeof(FlopsPerSecond), typeof(Watts), typeof(KilowattHours), typeof(Ratio),
        ];
        Assert.Equal(expected.OrderBy(type => type.Name), Mtok.GetExportedTypes().Where(IsQuantity).OrderBy(type => type.Name));
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_quantity_is_an_immutable_value_made_only_by_named_factories(Type type)
    {
        Assert.True(type.IsValueType);
        Assert.NotNull(type.GetCustomAttribute<IsReadOnlyAttribute>());
        Assert.Empty(type.GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        Assert.Contains(type.GetMethods(BindingFlags.Public | BindingFlags.Static), method => method.Name.StartsWith("From", StringComparison.Ordinal) && method.ReturnType == type);
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_quantity_never_converts_by_itself_and_can_be_compared(Type type)
    {
        var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).ToList();
        Assert.DoesNotContain("op_Implicit", methods);
        Assert.DoesNotContain("op_Explicit", methods);
        Assert.Contains("op_LessThan", methods);
        Assert.Contains("op_GreaterThanOrEqual", methods);
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_quantity_prints_what_it_can_read_again(Type type) =>
        Generic(nameof(RoundTrips), type).Invoke(null, null);

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_quantity_refuses_what_is_not_one(Type type) =>
        Generic(nameof(Refuses), type).Invoke(null, null);

    [Theory]
    [MemberData(nameof(Quantities))]
    public void Its_order_is_that_of_its_numbers(Type type)
    {
        foreach (var (left, right) in new[] { (1, 2), (2, 1), (2, 2) })
        {
            var (a, b) = (AnyQuantity.Read(type, $"{left}"), AnyQuantity.Read(type, $"{right}"));
            Assert.Equal(left < right, AnyQuantity.Operate("LessThan", a, b));
            Assert.Equal(left > right, AnyQuantity.Operate("GreaterThan", a, b));
            Assert.Equal(left <= right, AnyQuantity.Operate("LessThanOrEqual", a, b));
            Assert.Equal(left >= right, AnyQuantity.Operate("GreaterThanOrEqual", a, b));
            Assert.Equal(left.CompareTo(right), AnyQuantity.Compare(a, b));
        }
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void It_adds_takes_away_scales_and_divides_as_its_numbers_do(Type type)
    {
        var (seven, two) = (AnyQuantity.Read(type, "7"), AnyQuantity.Read(type, "2"));
        AssertNumber(9, AnyQuantity.Operate("Addition", seven, two));
        AssertNumber(5, AnyQuantity.Operate("Subtraction", seven, two));
        AssertNumber(14, AnyQuantity.Operate("Multiply", seven, Ratio.FromValue(2)));
        AssertNumber(14, AnyQuantity.Operate("Multiply", seven, 2));
        AssertNumber(3.5, AnyQuantity.Operate("Division", seven, two));
    }

    private static bool IsQuantity(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IQuantity<>));

    private static MethodInfo Generic(string name, Type type) =>
        typeof(UnitsConsistencyTests).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);

    private static void RoundTrips<T>()
        where T : struct, IQuantity<T>
    {
        foreach (var text in new[] { "0", "0.000123456", "0.5", "1", "12.345", "987.6", "54321", "1234567", "98765432101" })
        {
            Assert.True(T.TryParse(text, out var value), text);
            var printed = value.ToString()!;
            Assert.True(T.TryParse(printed.Replace(",", "", StringComparison.Ordinal), out var read), $"{typeof(T).Name}: {printed}");
            Assert.Equal(AnyQuantity.Number(value), AnyQuantity.Number(read), Math.Max(1e-9, Math.Abs(AnyQuantity.Number(value)) * 1e-2));
        }
    }

    private static void Refuses<T>()
        where T : struct, IQuantity<T>
    {
        foreach (var text in new string?[] { "", " ", "abc", "NaN", "Infinity", "1 parsec", "1e400", "--1", "1..2", null })
        {
            Assert.False(T.TryParse(text, out var value), text);
            Assert.Equal(default, value);
        }
    }

    private static void AssertNumber(double expected, object? result)
    {
        // Not every quantity has every operator: prices of data are never added.
        if (result is not null)
        {
            Assert.Equal(expected, AnyQuantity.Number(result), 1e-12);
        }
    }
}
