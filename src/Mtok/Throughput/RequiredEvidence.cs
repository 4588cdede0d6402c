namespace Mtok;

/// <summary>What a replica's throughput must rest on to be used.</summary>
public enum RequiredEvidence
{
    /// <summary>Anything: a model of a device that nobody measured too.</summary>
    Any,

    /// <summary>A measurement, or a model calibrated on devices of the same maker for a device that was itself measured.</summary>
    Calibrated,

    /// <summary>A measurement of the model's network on the device, at the workload's lengths or carried to them.</summary>
    Measured,
}
