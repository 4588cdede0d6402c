using System.Reflection;

namespace Mtok.Tests;

/// <summary>No public member of any library takes or returns a bare number with a dimension.</summary>
public sealed class BareNumbersTests
{
    private static readonly Type[] Bare = [typeof(double), typeof(float), typeof(decimal)];

    private static readonly Assembly[] Libraries =
    [
        typeof(Usd).Assembly, typeof(global::Mtok.Traces.Trace).Assembly, typeof(global::Mtok.Tracking.Reading).Assembly, typeof(global::Mtok.Imports.PriceImport).Assembly,
        typeof(global::Mtok.Simulation.Simulator).Assembly, typeof(global::Mtok.Planning.Verdict).Assembly, typeof(global::Mtok.Reporting.Report).Assembly,
    ];

    [Fact]
    public void No_other_public_member_takes_or_returns_a_bare_number()
    {
        var members = Libraries.SelectMany(library => library.GetExportedTypes()).Where(type => !IsQuantity(type) && type.DeclaringType is null)
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(member => !IsPureNumber(member) && TypesOf(member).Any(ContainsBare))
            .Select(member => $"{member.DeclaringType!.Name}.{member.Name}");
        Assert.Equal("", string.Join("\n", members));
    }

    /// <summary>Bits of a number format; mean counts of machines; coordinates of charts, whose axes name the unit; proportions of kinds of token.</summary>
    private static readonly string[] Pure = ["Precision.Bits", "FleetUse.MeanMachines", "OptionCost.MeanMachines", "Plan.MeanOf", "Fleet.Bill", "ChartPoint.*", "ReferenceLine.*", "Money.*", "CounterValue.*", "TokenParts.*"];

    private static bool IsPureNumber(MemberInfo member)
    {
        var name = member.Name.Split('_')[^1];
        return Array.Exists(Pure, pure => pure == $"{member.DeclaringType!.Name}.{name}" || pure == $"{member.DeclaringType.Name}.*" || (name == ".ctor" && pure.StartsWith(member.DeclaringType.Name + ".", StringComparison.Ordinal)));
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field when !field.IsLiteral || Bare.Contains(field.FieldType) => [field.FieldType],
        _ => [],
    };

    private static bool ContainsBare(Type type) =>
        Bare.Contains(type) || (type.IsGenericType && type.GetGenericArguments().Any(ContainsBare)) || (type.IsArray && ContainsBare(type.GetElementType()!));

    private static bool IsQuantity(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IQuantity<>));
}
