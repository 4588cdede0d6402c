using System.Globalization;
using System.Reflection;

namespace Mtok.Tests;

/// <summary>Quantities of a type that is known only when a test runs.</summary>
internal static class AnyQuantity
{
    private static readonly Type[] Numbers = [typeof(double), typeof(decimal)];

    public static object Read(Type type, string text) => Call(nameof(ReadOf), type, text);

    public static (string Unit, string Expected) Asked(Type type) => ((string, string))Call(nameof(AskedOf), type);

    /// <summary>What an operator gives; null where the type has none for these operands.</summary>
    public static object? Operate(string name, object left, object right) =>
        left.GetType().GetMethod("op_" + name, [left.GetType(), right.GetType()])?.Invoke(null, [left, right]);

    public static int Compare(object left, object right) => (int)Call(nameof(CompareOf), left.GetType(), left, right);

    /// <summary>The quantity's own number, found as its first property that is one.</summary>
    public static double Number(object value) => Convert.ToDouble(
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).First(property => Numbers.Contains(property.PropertyType)).GetValue(value), CultureInfo.InvariantCulture);

    private static object ReadOf<T>(string text)
        where T : struct, IQuantity<T>
    {
        Assert.True(T.TryParse(text, out var value), text);
        return value;
    }

    private static object CompareOf<T>(T left, T right)
        where T : struct, IQuantity<T> => Math.Sign(left.CompareTo(right));

    private static object AskedOf<T>()
        where T : struct, IQuantity<T> => (T.Unit, T.Expected);

    private static object Call(string name, Type type, params object[] arguments) =>
        typeof(AnyQuantity).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, arguments)!;
}
