package dev.steerage.mutation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Breaks one entry of an archive and packs it again with right lengths and checksums, so that what
 * reads the entry gets to see it.
 *
 * @param inner breaks the entry
 */
public record ZipMutator(Mutator inner) implements Mutator {
  private record Entry(String name, byte[] bytes) {}

  @Override
  public Mutation mutate(byte[] good, Random random) {
    List<Entry> entries = entries(good);
    int index = random.nextInt(entries.size());
    Entry entry = entries.get(index);
    if (entry.bytes().length == 0) {
      return new Mutation("an empty entry " + entry.name() + " left as it is", good);
    }
    Mutation broken = inner.mutate(entry.bytes(), random);
    entries.set(index, new Entry(entry.name(), broken.bytes()));
    return new Mutation(entry.name() + ": " + broken.name(), packed(entries));
  }

  private static List<Entry> entries(byte[] archive) {
    List<Entry> entries = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.add(new Entry(entry.getName(), in.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static byte[] packed(List<Entry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Entry entry : entries) {
        ZipEntry stored = new ZipEntry(entry.name());
        CRC32 sum = new CRC32();
        sum.update(entry.bytes());
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(entry.bytes().length);
        stored.setCrc(sum.getValue());
        out.putNextEntry(stored);
        out.write(entry.bytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
