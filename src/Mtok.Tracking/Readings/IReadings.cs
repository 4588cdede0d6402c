namespace Mtok.Tracking;

/// <summary>
/// Where a source puts what it reads, one reading at a time, so that a file of any size is read in constant memory. A source never
/// keeps its readings.
/// </summary>
public interface IReadings
{
    /// <summary>Takes a reading.</summary>
    void Add(Reading reading);

    /// <summary>Counts a row that is understood and not used, with the reason: a short phrase such as <c>no usage</c>.</summary>
    void LeaveOut(string reason, Location where);

    /// <summary>Says something that the reader of the answer has to know: values that contradict each other, a class that is unusable.</summary>
    void Warn(Location where, string message);
}
