namespace Mtok.Imports;

/// <summary>Which accelerators a quoted machine has, and how many: what the catalog knows of it, or what the quote says where that can be true.</summary>
internal sealed class QuotedMachines(Catalog catalog, PriceNames names, QuoteRemarks remarks)
{
    /// <summary>The accelerators of a machine; null where they are not known or not believed (remarked).</summary>
    public (string AcceleratorId, int Gpus)? Of(MachineQuote quote, string seller, string named)
    {
        var known = names.Machine(seller, quote.Instance);
        var id = known?.AcceleratorId ?? quote.Accelerators.Select(name => names.Accelerator(seller, name)).FirstOrDefault(found => found is not null);
        if (id is null)
        {
            remarks.Unmapped("accelerator", seller, quote.Accelerators.Count > 0 ? quote.Accelerators[0] : quote.Instance);
            return null;
        }

        if ((quote.Gpus ?? known?.Gpus) is not { } count || count is <= 0 or > 1024)
        {
            remarks.Drop("bad-count", "no believable number of accelerators", quote.Line, named);
            return null;
        }

        if (count != decimal.Truncate(count))
        {
            remarks.Drop("fractional-gpu", "a share of an accelerator holds no whole replica of a model", quote.Line, named);
            return null;
        }

        if (known is not null && known.Gpus != count)
        {
            remarks.Drop("wrong-gpus", "the catalog knows another number of accelerators in that machine", quote.Line, named);
            return null;
        }

        if (quote.Memory is { } memory && !HasMemory(catalog.FindAccelerator(id)!, memory, quote, (int)count))
        {
            if (known is null)
            {
                remarks.Drop("wrong-memory", "the memory stated is another device's than the name's", quote.Line, $"{named} ({memory} stated)");
                return null;
            }

            remarks.Note("wrong-memory", "the memory stated is another device's; the catalog knows what the machine holds", quote.Line, $"{named} ({memory} stated)");
        }

        return (id, (int)count);
    }

    /// <summary>Some sellers state the memory of all accelerators where they mean one's.</summary>
    private static bool HasMemory(Accelerator accelerator, Bytes stated, MachineQuote quote, int gpus) =>
        OfferReader.HasMemory(accelerator, stated) || (quote.MayBeTotal && OfferReader.HasMemory(accelerator, stated * Ratio.FromValue(1.0 / gpus)));
}
