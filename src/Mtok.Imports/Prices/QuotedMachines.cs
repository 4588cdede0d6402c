namespace Mtok.Imports;

/// <summary>The accelerators of a quoted machine and their number: from the catalog, else from the quote if plausible.</summary>
internal sealed class QuotedMachines(Catalog catalog, PriceNames names, QuoteRemarks remarks)
{
    /// <summary>The accelerators of a machine; null if they are unknown or implausible (noted).</summary>
    public QuotedMachine? Of(MachineQuote quote, string seller, string named)
    {
        var known = names.Machine(seller, quote.Instance);
        var spelling = known is null ? quote.Accelerators.FirstOrDefault(name => names.Accelerator(seller, name) is not null) : "";
        var id = known?.AcceleratorId ?? (spelling is null ? null : names.Accelerator(seller, spelling));
        if (id is null)
        {
            remarks.Unmapped("accelerator", seller, quote.Accelerators.Count > 0 ? quote.Accelerators[0] : quote.Instance);
            return null;
        }

        if ((quote.Gpus ?? known?.Gpus) is not { } count || count is <= 0 or > 1024)
        {
            remarks.Drop("bad-count", "no plausible number of accelerators", quote.Line, named);
            return null;
        }

        if (count != decimal.Truncate(count))
        {
            remarks.Drop("fractional-gpu", "a fraction of an accelerator cannot hold a whole replica of a model", quote.Line, named);
            return null;
        }

        if (known is not null && known.Gpus != count)
        {
            remarks.Drop("wrong-gpus", "the catalog has a different number of accelerators for that machine", quote.Line, named);
            return null;
        }

        if (quote.Memory is { } memory && !HasMemory(catalog.FindAccelerator(id)!, memory, quote, (int)count))
        {
            if (known is null)
            {
                remarks.Drop("wrong-memory", "the stated memory does not match the named device", quote.Line, $"{named} ({memory} stated)");
                return null;
            }

            remarks.Note(
                "wrong-memory",
                "the stated memory belongs to another device; the catalog's entry for the machine is used",
                quote.Line,
                $"{named} ({memory} stated)");
        }

        return new(id, (int)count, spelling!);
    }

    /// <summary>Some sellers state the memory of all accelerators instead of one.</summary>
    private static bool HasMemory(Accelerator accelerator, Bytes stated, MachineQuote quote, int gpus) =>
        OfferReader.HasMemory(accelerator, stated) || (quote.MayBeTotal && OfferReader.HasMemory(accelerator, stated * Ratio.FromValue(1.0 / gpus)));
}

/// <summary>The accelerators of a quoted machine.</summary>
/// <param name="AcceleratorId">The accelerator.</param>
/// <param name="Gpus">The number of accelerators.</param>
/// <param name="Spelling">The name that stated the accelerator; empty where the catalog knows the machine.</param>
internal sealed record QuotedMachine(string AcceleratorId, int Gpus, string Spelling);
