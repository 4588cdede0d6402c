namespace Mtok;

/// <summary>What a provider's spelling of a model says.</summary>
/// <param name="Id">The model's id by rule, such as <c>claude-sonnet-4-5</c>; empty if the spelling names no model.</param>
/// <param name="Maker">Its maker; empty if the spelling does not tell.</param>
/// <param name="Place">The region or pool that the spelling names before the model, such as <c>us</c> or <c>global</c>; empty if none.</param>
/// <param name="Snapshot">The date, or <c>-latest</c>, where a provider may sell several snapshots of one model at different prices; else empty.</param>
public sealed record ModelName(string Id, string Maker, string Place, string Snapshot)
{
    /// <summary>What is equal for two spellings of one provider that mean the same entry of its list.</summary>
    public string Entry => $"{Place}/{Spelling.Fold(Id)}/{Snapshot}";
}
