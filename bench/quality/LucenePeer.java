// SPDX-License-Identifier: GPL-2.0-or-later
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.Version;

/**
 * Lucene as a peer: LucenePeer DOCUMENTS QUERIES LANGUAGE DEPTH, run on standard output. The last line on standard
 * error tells version, language and analyser.
 *
 * The analyser that Lucene has for the language, else StandardAnalyzer; BM25 with k1 1.2 and b 0.75; OR of the analysed words.
 */
public final class LucenePeer {
  private static final String PACKAGE = "org.apache.lucene.analysis.";
  private static final Map<String, String> ANALYZERS =
      Map.ofEntries(
          Map.entry("ar", "ar.ArabicAnalyzer"),
          Map.entry("bg", "bg.BulgarianAnalyzer"),
          Map.entry("cs", "cz.CzechAnalyzer"),
          Map.entry("de", "de.GermanAnalyzer"),
          Map.entry("el", "el.GreekAnalyzer"),
          Map.entry("en", "en.EnglishAnalyzer"),
          Map.entry("et", "et.EstonianAnalyzer"),
          Map.entry("fi", "fi.FinnishAnalyzer"),
          Map.entry("fr", "fr.FrenchAnalyzer"),
          Map.entry("hu", "hu.HungarianAnalyzer"),
          Map.entry("it", "it.ItalianAnalyzer"),
          Map.entry("ja", "ja.JapaneseAnalyzer"),
          Map.entry("nl", "nl.DutchAnalyzer"),
          Map.entry("no", "no.NorwegianAnalyzer"),
          Map.entry("pl", "pl.PolishAnalyzer"),
          Map.entry("pt", "pt.PortugueseAnalyzer"),
          Map.entry("ru", "ru.RussianAnalyzer"),
          Map.entry("sv", "sv.SwedishAnalyzer"),
          Map.entry("th", "th.ThaiAnalyzer"),
          Map.entry("uk", "uk.UkrainianMorfologikAnalyzer"),
          Map.entry("zh", "cn.smart.SmartChineseAnalyzer"));

  /** The language's analyser if it is there and works: Debian has the Ukrainian one, but not its dictionary. */
  private static Analyzer analyzerFor(String language) {
    String name = ANALYZERS.get(language);
    if (name != null) {
      try {
        Analyzer analyzer = (Analyzer) Class.forName(PACKAGE + name).getConstructor().newInstance();
        analyzer.tokenStream("text", "").close();
        return analyzer;
      } catch (ReflectiveOperationException | LinkageError | IOException | RuntimeException missing) {
        return new StandardAnalyzer();
      }
    }
    return new StandardAnalyzer();
  }

  private static Directory index(Path documents, Analyzer analyzer) throws IOException {
    Directory directory = new ByteBuffersDirectory();
    IndexWriterConfig config = new IndexWriterConfig(analyzer).setSimilarity(new BM25Similarity(1.2f, 0.75f));
    try (IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(documents, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        Document document = new Document();
        document.add(new StringField("id", line.substring(0, tab), Field.Store.YES));
        document.add(new TextField("text", line.substring(tab + 1), Field.Store.NO));
        writer.addDocument(document);
      }
    }
    return directory;
  }

  public static void main(String[] arguments) throws IOException {
    int depth = Integer.parseInt(arguments[3]);
    Analyzer analyzer = analyzerFor(arguments[2]);
    System.err.println("Lucene " + Version.LATEST + "\t" + arguments[2] + "\t" + analyzer.getClass().getSimpleName());
    BooleanQuery.setMaxClauseCount(1 << 16);
    QueryBuilder builder = new QueryBuilder(analyzer);
    try (DirectoryReader reader = DirectoryReader.open(index(Path.of(arguments[0]), analyzer));
        BufferedReader lines = Files.newBufferedReader(Path.of(arguments[1]), StandardCharsets.UTF_8);
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        Query query = builder.createBooleanQuery("text", line.substring(tab + 1), BooleanClause.Occur.SHOULD);
        if (query == null) continue; // nothing but stop words
        int rank = 0;
        for (ScoreDoc hit : searcher.search(query, depth).scoreDocs) {
          String id = searcher.doc(hit.doc).get("id");
          out.println(line.substring(0, tab) + " Q0 " + id + " " + ++rank + " " + hit.score + " lucene");
        }
      }
    }
  }
}
