package dev.countersign.verify.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.crypto.HashAlgorithm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleInclusionTest {
    private static byte[] leaf(int number) {
        return MerkleInclusion.leafHash(new byte[] {(byte) number});
    }

    private static byte[] node(byte[] left, byte[] right) {
        byte[] joined = new byte[65];
        joined[0] = 1;
        System.arraycopy(left, 0, joined, 1, 32);
        System.arraycopy(right, 0, joined, 33, 32);
        return HashAlgorithm.SHA256.digest(joined);
    }

    /** RFC 6962, 2.1: the tree over leaves from one number to another. */
    private static byte[] root(int from, int to) {
        if (to - from == 1) {
            return leaf(from);
        }
        int split = from + Integer.highestOneBit(to - from - 1);
        return node(root(from, split), root(split, to));
    }

    private static List<byte[]> path(int index, int from, int to) {
        if (to - from == 1) {
            return new ArrayList<>();
        }
        int split = from + Integer.highestOneBit(to - from - 1);
        List<byte[]> path = index < split ? path(index, from, split) : path(index, split, to);
        path.add(index < split ? root(split, to) : root(from, split));
        return path;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 8, 100})
    void every_leaf_of_a_tree_is_in_it(int size) {
        for (int index = 0; index < size; index++) {
            int place = index;
            assertThatCode(() -> MerkleInclusion.verify(place, size, leaf(place), path(place, 0, size), root(0, size)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void another_place_leaf_root_or_path_is_refused() {
        List<byte[]> path = path(2, 0, 7);

        assertThatThrownBy(() -> MerkleInclusion.verify(3, 7, leaf(2), path, root(0, 7)))
                .isInstanceOf(CheckFailure.class);
        assertThatThrownBy(() -> MerkleInclusion.verify(2, 7, leaf(3), path, root(0, 7)))
                .isInstanceOf(CheckFailure.class);
        assertThatThrownBy(() -> MerkleInclusion.verify(2, 7, leaf(2), path, root(0, 8)))
                .isInstanceOf(CheckFailure.class);
        assertThatThrownBy(() -> MerkleInclusion.verify(2, 7, leaf(2), path.subList(0, 2), root(0, 7)))
                .hasMessage("wrong proof size 2, want 3");
    }

    @Test
    void a_place_beyond_the_tree_or_before_it_is_refused() {
        assertThatThrownBy(() -> MerkleInclusion.verify(5, 5, leaf(0), List.of(), leaf(0)))
                .hasMessage("index is beyond size: 5 >= 5");
        assertThatThrownBy(() -> MerkleInclusion.verify(-1, 5, leaf(0), List.of(), leaf(0)))
                .isInstanceOf(CheckFailure.class);
        assertThatThrownBy(() -> MerkleInclusion.verify(0, 0, leaf(0), List.of(), leaf(0)))
                .isInstanceOf(CheckFailure.class);
    }
}
