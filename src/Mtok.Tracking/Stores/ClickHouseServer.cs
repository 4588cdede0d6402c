using System.Text;

namespace Mtok.Tracking;

/// <summary>Asks a ClickHouse over HTTP. An answer is complete or a fault: the server sends it once it knows all of it.</summary>
/// <param name="address">Where and as whom.</param>
internal sealed class ClickHouseServer(ClickHouseAddress address)
{
    private const int LongestFault = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The answer to a query as text.</summary>
    /// <exception cref="LedgerFaultException">There is none.</exception>
    public string Text(string query)
    {
        using var answer = new MemoryStream();
        Copy(query, answer);
        return Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length);
    }

    /// <summary>Writes the answer to a query to a stream.</summary>
    /// <exception cref="LedgerFaultException">There is none, or not all of it.</exception>
    public void Copy(string query, Stream target)
    {
        try
        {
            using var cancel = new CancellationTokenSource(Patience);
            using var request = Request(query);
            using var response = Client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancel.Token);
            using var body = response.Content.ReadAsStream(cancel.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw Fault($"{(int)response.StatusCode}, {FirstOf(body)}{Version(query)}");
            }

            body.CopyTo(target);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Fault(exception.Message, exception);
        }
        catch (OperationCanceledException exception)
        {
            throw Fault($"no answer within {Patience.TotalMinutes:0} minutes", exception);
        }
    }

    private HttpRequestMessage Request(string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address.Url, "?wait_end_of_query=1")) { Content = new StringContent(query) };
        if (address.User.Length > 0)
        {
            request.Headers.Add("X-ClickHouse-User", address.User);
        }

        if (address.Password.Length > 0)
        {
            request.Headers.Add("X-ClickHouse-Key", address.Password);
        }

        return request;
    }

    /// <summary>The version, which explains many a fault: 18 knows no Parquet.</summary>
    private string Version(string query)
    {
        const string Asked = "SELECT version()";
        if (query == Asked)
        {
            return "";
        }

        try
        {
            return $" (ClickHouse {Text(Asked).Trim()})";
        }
        catch (LedgerFaultException)
        {
            return "";
        }
    }

    private static string FirstOf(Stream body)
    {
        var bytes = new byte[LongestFault];
        var text = Encoding.UTF8.GetString(bytes, 0, body.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        return new([.. text.Split('\n')[0].Select(letter => char.IsControl(letter) ? ' ' : letter)]);
    }

    private LedgerFaultException Fault(string why, Exception? cause = null)
    {
        var words = $"ClickHouse at {address.Url}: {why}";
        return cause is null ? new(words) : new(words, cause);
    }
}
