package io.tidemark.ops.traffic;

import java.util.List;
import java.util.SplittableRandom;

/** What the bookshop knows: books, places, words; every text ready as JSON bytes. */
final class Stock {
    static final int BOOKS = 400;
    static final int PLACES = 12;

    private static final List<String> FIRST = List.of(
            "ann", "bo", "carla", "david", "elif", "farid", "greta", "hugo", "ines", "jonas", "kofi", "lena", "maja",
            "nils", "olga", "pedro", "qin", "rosa", "samir", "tove", "uma", "viktor", "wanda", "yuki");
    private static final List<String> LAST = List.of(
            "adler", "berg", "costa", "dahl", "eriksen", "falk", "garcia", "holm", "ito", "jansen", "kaya", "lund",
            "moreau", "novak", "okafor", "petrov", "rossi", "silva", "tanaka", "weber");
    private static final List<String> WORDS = List.of(
            "harbour", "lantern", "salt", "winter", "letters", "island", "keeper", "tide", "quiet", "north", "garden",
            "atlas", "copper", "night", "train", "river", "paper", "storm", "orchard", "glass", "house", "seven",
            "bridges", "map", "sea", "bell", "the", "of", "and", "a", "under", "beyond", "last", "first", "small",
            "dünen", "café", "œuvre", "灯台", "мост");
    private static final List<String> CATEGORIES =
            List.of("novels", "travel", "children", "cooking", "history", "poetry", "crime", "maps");
    private static final String[][] WHERE = {
        {"Germany", "Hamburg", "Hamburg", "de"}, {"Germany", "Bavaria", "München", "de"},
        {"Sweden", "Skåne", "Malmö", "sv"}, {"France", "Bretagne", "Saint-Malo", "fr"},
        {"United States", "Maine", "Portland", "en"}, {"United States", "California", "San Francisco", "en"},
        {"Brazil", "São Paulo", "São Paulo", "pt"}, {"Japan", "Kanagawa", "横浜市", "ja"},
        {"United Kingdom", "England", "Bristol", "en"}, {"Netherlands", "Zuid-Holland", "Rotterdam", "nl"},
        {"Spain", "Galicia", "A Coruña", "es"}, {"Ghana", "Greater Accra", "Accra", "en"}
    };

    private final byte[][] first = all(FIRST);
    private final byte[][] last = all(LAST);
    private final byte[][] titles = new byte[BOOKS][];
    private final byte[][] categories = all(CATEGORIES);
    private final byte[][] countries = new byte[PLACES][];
    private final byte[][] placeDetails = new byte[PLACES][];
    private final byte[][] words = all(WORDS);
    private final int[] cents = new int[BOOKS];

    Stock(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int book = 0; book < BOOKS; book++) {
            titles[book] = ByteText.bytes(word(random) + " " + word(random) + " " + word(random));
            cents[book] = 490 + 100 * random.nextInt(40);
        }
        for (int place = 0; place < PLACES; place++) {
            String[] at = WHERE[place];
            countries[place] = ByteText.bytes(",\"country\":\"" + at[0] + "\"");
            placeDetails[place] = ByteText.bytes(
                    ",\"region\":\"" + at[1] + "\",\"city\":\"" + at[2] + "\",\"language\":\"" + at[3] + "\"");
        }
    }

    void writeUserId(ByteText text, int person) {
        int name = Hash.pick(person, 1, first.length * last.length);
        text.add(first[name % first.length]).add('.').add(last[name / first.length]);
        text.add('.').add(10_000L + person);
    }

    void writeProductId(ByteText text, int book) {
        text.add('H').add('B').add('-').add(1_000L + book);
    }

    byte[] title(int book) {
        return titles[book];
    }

    byte[] category(int book) {
        return categories[book % categories.length];
    }

    int cents(int book) {
        return cents[book];
    }

    byte[] country(int place) {
        return countries[place];
    }

    byte[] placeDetails(int place) {
        return placeDetails[place];
    }

    byte[] word(int draw) {
        return words[draw % words.length];
    }

    private static String word(SplittableRandom random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static byte[][] all(List<String> texts) {
        return texts.stream().map(ByteText::bytes).toArray(byte[][]::new);
    }
}
