using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Vindex.Server.Pages.QrCodes;
using Xunit;

namespace Vindex.Server.Tests.QrCodes;

public sealed class QrCodeTests
{
    // Rows of '#' and '.' as another encoder draws them, mask 2.
    private const string Symbol =
        """
        #######.....#.#######
        #.....#..#..#.#.....#
        #.###.#.#.....#.###.#
        #.###.#.###.#.#.###.#
        #.###.#.#..##.#.###.#
        #.....#.##..#.#.....#
        #######.#.#.#.#######
        ........##.##........
        #.#####..#..#.#####..
        ..#.#...#...#..#....#
        ###...###.##.#..####.
        #...##.#.......####.#
        .##.###..###.#..#..#.
        ........########.#.#.
        #######...#.#.##...#.
        #.....#.########.##.#
        #.###.#.###.#..##..#.
        #.###.#.###.#...###..
        #.###.#.#..#.#....#..
        #.....#..........##..
        #######.#..#.#.....#.
        """;

    [Fact]
    public void A_symbol_is_drawn_as_another_encoder_draws_it() => Drawn("Vindex"u8.ToArray(), 1, 2).ShouldBe(Symbol.ReplaceLineEndings("\n"));

    // The beginnings of SHA-256 hashes of what another encoder draws, for masks 0 to 7. The texts fill versions with one and several blocks, short and long
    // counts, with and without version bits.
    [Theory]
    [InlineData(14, 1, "4e068540f142e202 ff4de44f88e2180a 0a821871e4250a37 cac0e099e1c0fdb3 8ad6bdc6cb86c1be f0db942b6065f20d 949c1f1f8310df79 7554c3670eb19f9b")]
    [InlineData(60, 4, "650ac2016744abed 107dd74ccf9afc9a f08842be28c8d503 8ab48f6d7da2c0d6 4490273bcc5104f7 9241da1d1c50b97d 3978e4e88f8dc555 08e81aedb7787b75")]
    [InlineData(122, 7, "2bbc5d3c104695bd d1a1bd331a50b81f 48bf228e513eb12b c42a0943695c5b08 4924c45ad3d3021a 32bfc67d97341abb 78a98eb32219abec f5e9da4442426753")]
    [InlineData(200, 10, "1f193cb4c36cfceb 3ee61b75f4179c4e 6e31aaaa112fa488 fea6f9af17f4eb1e d71c346c54709d3b a5c4a67643ef886a ef382a1e8ae36fd3 ecabd7ccd0ff03a3")]
    [InlineData(213, 10, "5062ad29ae21490a dde3ed10100e42a1 b4ad0f45cb0f803d 380262122ae7c56a 655a2446c43f1cc3 e713d3541552c55a f63abd480189377a 4174b3ed0fbc699b")]
    [InlineData(300, 13, "3d6a5fee1ef36f2c deba71d56ca064bb a688f176914e540d 25e5b12f40be0ec4 a412ad112de7599a c793e070f6993ff1 4fc42cfb462c0356 ed14370bace8ecbb")]
    [InlineData(412, 15, "b35ce1dc91a1c731 e8bd3c946726e0dd aa906d71d59793b0 0c502b8ede7666f8 077182aeae44b632 4880fa812f1b3dd6 a5d33d91ddb47084 9654b1892770b33f")]
    [InlineData(666, 20, "caca091d01af7b28 5543ce4db502d9c0 497586379c192313 b6a5f7125ac34ce6 d47808b6531403bc 7ea2fde67f5d13be bb53373be67efdec a990daf5685cfb8d")]
    public void All_sizes_and_masks_are_drawn_as_another_encoder_draws_them(int bytes, int version, string hashes)
    {
        var text = Enumerable.Range(0, bytes).Select(i => (byte)(33 + (i * 7 % 90))).ToArray();

        Enumerable.Range(0, QrSymbol.Masks).Select(mask => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Drawn(text, version, mask))))[..16])
            .ShouldBe(hashes.Split(' '));
    }

    // ISO/IEC 18004, annex I: the data of the symbol 1-M for "01234567".
    [Fact]
    public void Error_correction_is_that_of_the_standard() => QrCodewords.Remainder(
        [0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11], QrCodewords.Divisor(10))
        .ShouldBe([0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55]);

    [Fact]
    public void Texts_of_all_lengths_are_read_back_from_the_path()
    {
        var random = new Random(11);
        var versions = new HashSet<int>();
        var masks = new HashSet<int>();
        for (var bytes = 0; bytes <= 666; bytes++)
        {
            var text = TextOf(bytes, random);

            var reading = QrReader.ReadPath(QrCode.PathOf(text, out var side).ShouldNotBeNull(), side);

            reading.Text.ShouldBe(text);
            versions.Add(reading.Version);
            masks.Add(reading.Mask);
        }

        versions.Order().ShouldBe(Enumerable.Range(1, 20));
        masks.Order().ShouldBe(Enumerable.Range(0, QrSymbol.Masks));
        QrCode.PathOf(new string('x', 667), out _).ShouldBeNull();
    }

    [Fact]
    public void Every_version_is_read_back_with_every_mask()
    {
        var random = new Random(12);
        for (var number = 1; number <= 20; number++)
        {
            var version = new QrVersion(number);
            var text = TextOf(version.DataCodewords - (number < 10 ? 2 : 3), random);
            for (var mask = 0; mask < QrSymbol.Masks; mask++)
            {
                var symbol = new QrSymbol(version, QrCodewords.Of(Encoding.UTF8.GetBytes(text), version), mask);

                QrReader.Read(ModulesOf(symbol)).ShouldBe(new QrReading(text, number, mask));
            }
        }
    }

    [Fact]
    public void The_reader_of_these_tests_refuses_a_symbol_with_a_wrong_module()
    {
        var version = new QrVersion(7);
        var modules = ModulesOf(new QrSymbol(version, QrCodewords.Of("Vindex"u8, version), 3));
        var random = new Random(13);
        for (var i = 0; i < 200; i++)
        {
            var (row, column) = (random.Next(version.Size), random.Next(version.Size));
            modules[row, column] ^= true;

            Should.Throw<ShouldAssertException>(() => QrReader.Read(modules), $"row {row}, column {column}");

            modules[row, column] ^= true;
        }

        QrReader.Read(modules).Text.ShouldBe("Vindex");
    }

    // With letters of one to four bytes.
    private static string TextOf(int bytes, Random random)
    {
        string[] letters = ["", "aZ09/?=&:%", "äß¬", "€漢", "🎟"];
        var text = new StringBuilder();
        for (var left = bytes; left > 0;)
        {
            var length = random.Next(1, Math.Min(4, left) + 1);
            var runes = letters[length].EnumerateRunes().ToArray();
            text.Append(runes[random.Next(runes.Length)].ToString());
            left -= length;
        }

        return text.ToString();
    }

    private static bool[,] ModulesOf(QrSymbol symbol)
    {
        var modules = new bool[symbol.Size, symbol.Size];
        for (var y = 0; y < symbol.Size; y++)
        {
            for (var x = 0; x < symbol.Size; x++) modules[y, x] = symbol[x, y];
        }

        return modules;
    }

    private static string Drawn(byte[] text, int version, int mask)
    {
        QrVersion.For(text.Length).ShouldBe(new QrVersion(version));
        var symbol = new QrSymbol(new QrVersion(version), QrCodewords.Of(text, new QrVersion(version)), mask);
        var places = Enumerable.Range(0, symbol.Size);
        return string.Join('\n', places.Select(y => string.Concat(places.Select(x => symbol[x, y] ? '#' : '.'))));
    }
}
