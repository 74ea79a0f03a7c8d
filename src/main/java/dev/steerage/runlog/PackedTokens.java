package dev.steerage.runlog;

import dev.steerage.dataset.Pole;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a part in arrays, some 40 bytes each; a row is made whenever it is asked for. As
 * objects they would be five times as large, and collecting garbage among them half of the time of
 * reading.
 */
final class PackedTokens extends AbstractList<TokenRow> implements RandomAccess {
  private static final int FIRST_ROOM = 1024;

  private final Map<String, String> pieceTexts = new HashMap<>();
  private String[] pairs = new String[FIRST_ROOM];
  private String[] pieces = new String[FIRST_ROOM];
  private boolean[] positive = new boolean[FIRST_ROOM];
  private int[] positions = new int[FIRST_ROOM];
  private int[] ids = new int[FIRST_ROOM];
  private double[] logprobs = new double[FIRST_ROOM];
  private final Shifts fromBaseline = new Shifts();
  private final Shifts fromReference = new Shifts();
  private int size;

  /** Shifts by token; no array where there are none. */
  private static final class Shifts {
    private double[] kl = {}; // NaN where there is no shift
    private boolean[] sameTop = {};

    void put(int token, @Nullable Shift shift, int room) {
      if (shift == null) {
        return;
      }
      if (token >= kl.length) {
        int before = kl.length;
        kl = Arrays.copyOf(kl, room);
        Arrays.fill(kl, before, room, Double.NaN);
        sameTop = Arrays.copyOf(sameTop, room);
      }
      kl[token] = shift.kl();
      sameTop[token] = shift.sameTop();
    }

    @Nullable Shift get(int token) {
      return token >= kl.length || Double.isNaN(kl[token])
          ? null
          : new Shift(kl[token], sameTop[token]);
    }
  }

  @Override
  public boolean add(TokenRow row) {
    if (size == ids.length) {
      grow(size + size / 2);
    }
    // each row has texts of its own, and most have what another has
    pairs[size] = size > 0 && row.pair().equals(pairs[size - 1]) ? pairs[size - 1] : row.pair();
    String known = pieceTexts.putIfAbsent(row.piece(), row.piece());
    pieces[size] = known == null ? row.piece() : known;
    positive[size] = row.pole() == Pole.POSITIVE;
    positions[size] = row.position();
    ids[size] = row.tokenId();
    logprobs[size] = row.logprob();
    fromBaseline.put(size, row.fromBaseline(), ids.length);
    fromReference.put(size, row.fromReference(), ids.length);
    size++;
    return true;
  }

  private void grow(int room) {
    pairs = Arrays.copyOf(pairs, room);
    pieces = Arrays.copyOf(pieces, room);
    positive = Arrays.copyOf(positive, room);
    positions = Arrays.copyOf(positions, room);
    ids = Arrays.copyOf(ids, room);
    logprobs = Arrays.copyOf(logprobs, room);
  }

  @Override
  public TokenRow get(int index) {
    Objects.checkIndex(index, size);
    return new TokenRow(
        pairs[index],
        positive[index] ? Pole.POSITIVE : Pole.NEGATIVE,
        positions[index],
        ids[index],
        pieces[index],
        logprobs[index],
        fromBaseline.get(index),
        fromReference.get(index));
  }

  @Override
  public int size() {
    return size;
  }
}
