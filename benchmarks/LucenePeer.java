import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Answers queries with Lucene, line by line, after the plan of `plain.py`.
 *
 * <p>The first line names the language; then come texts, a line each with tabs between the fields,
 * up to an empty one, and then queries, each after the number of rows that are wanted and a tab,
 * and answered by a line of row numbers. Java compiles and runs it by itself:
 * `java -cp anserini-…-fatjar.jar LucenePeer.java`.
 */
public final class LucenePeer {
    private static final String FIELD = "text";

    /** How many times title, category, brand, values and description count. */
    private static final int[] WEIGHTS = {3, 2, 2, 1, 1};

    /** From so many letters on a word may be one edit from what was meant, or two. */
    private static final int FUZZY = 3, FUZZIER = 6;

    private final Analyzer analyzer;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    private LucenePeer(Analyzer analyzer, DirectoryReader reader) {
        this.analyzer = analyzer;
        this.reader = reader;
        this.searcher = new IndexSearcher(reader);
    }

    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var analyzer = in.readLine().equals("de") ? new GermanAnalyzer() : new EnglishAnalyzer();
        var peer = new LucenePeer(analyzer, index(in, analyzer));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] asked = line.split("\t", 2);
            List<String> rows = new ArrayList<>();
            for (int row : peer.find(asked[1], Integer.parseInt(asked[0]))) {
                rows.add(Integer.toString(row));
            }
            out.println(String.join(" ", rows));
        }
    }

    /** Index what comes first, as one segment in memory: a document's number is its row. */
    private static DirectoryReader index(BufferedReader in, Analyzer analyzer) throws IOException {
        var directory = new ByteBuffersDirectory();
        try (var writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                String[] texts = line.split("\t", -1);
                var document = new Document();
                for (int at = 0; at < WEIGHTS.length; at++) {
                    for (int times = 0; times < WEIGHTS[at]; times++) {
                        document.add(new TextField(FIELD, texts[at], Field.Store.NO));
                    }
                }
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        return DirectoryReader.open(directory);
    }

    /** Ask for all words, then without the commonest, until there are enough rows. */
    private Set<Integer> find(String text, int limit) throws IOException {
        List<Term> words = words(text);
        words.sort(Comparator.comparingInt(this::having).reversed());
        var rows = new LinkedHashSet<Integer>();
        for (int left = 0; left < words.size() && rows.size() < limit; left++) {
            var all = new BooleanQuery.Builder();
            for (Term word : words.subList(left, words.size())) {
                all.add(meaning(word), Occur.MUST);
            }
            for (ScoreDoc hit : searcher.search(all.build(), limit).scoreDocs) {
                if (rows.size() < limit) {
                    rows.add(hit.doc);
                }
            }
        }
        return rows;
    }

    private List<Term> words(String text) throws IOException {
        var words = new ArrayList<Term>();
        try (TokenStream tokens = analyzer.tokenStream(FIELD, text)) {
            var letters = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                words.add(new Term(FIELD, letters.toString()));
            }
            tokens.end();
        }
        return words;
    }

    /** Ask for a word, or for what is near it if no product has it. */
    private Query meaning(Term word) {
        int letters = word.text().length();
        if (letters < FUZZY || having(word) > 0) {
            return new TermQuery(word);
        }
        return new FuzzyQuery(word, letters < FUZZIER ? 1 : 2);
    }

    /** Say how many products have a word; one that none has is the last to be left out. */
    private int having(Term word) {
        try {
            return reader.docFreq(word);
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
