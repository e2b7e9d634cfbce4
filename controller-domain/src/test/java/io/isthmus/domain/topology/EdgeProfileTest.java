package io.isthmus.domain.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.fake.Keys;
import io.isthmus.domain.fake.Samples;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.topology.EdgeProfile.Step;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeProfileTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final EdgeProfile UNKNOWN = EdgeProfile.unknown(Samples.name("e1"));
  private static final EdgeProfile STABLE = UNKNOWN.told(Keys.keys(1, 1), 862, NOON);

  @Test
  void theFirstKeysAreActive() {
    assertThat(STABLE.activeGeneration()).isEqualTo(1);
    assertThat(STABLE.step()).isEqualTo(Step.STABLE);
    assertThat(STABLE.since()).isEqualTo(NOON);
    assertThat(STABLE.told(Keys.keys(1, 1), 862, NOON.plusSeconds(1))).isEqualTo(STABLE);
  }

  @Test
  void anEdgeThatIsDeclaredAnewGoesOnWhereItWas() {
    EdgeProfile profile = UNKNOWN.told(Keys.keys(1, 6, 7), 862, NOON);

    assertThat(profile.activeGeneration()).isEqualTo(7);
    assertThat(profile.wantedGeneration()).isEqualTo(7);
    assertThat(profile.keys()).isEqualTo(Keys.keys(1, 7));
  }

  @Test
  void keysThatWereNotAskedForOrHaveRetiredArePassedOver() {
    assertThat(STABLE.told(Keys.keys(1, 1, 2), 862, NOON)).isEqualTo(STABLE);

    EdgeProfile later = retired(STABLE);

    assertThat(later.told(Keys.keys(1, 1, 2), 862, NOON)).isEqualTo(later);
  }

  @Test
  void olderKeysStayUntilTheyRetire() {
    EdgeProfile offered = STABLE.rotated(NOON).told(Keys.keys(1, 1, 2), 862, NOON);

    assertThat(offered.keys()).hasSize(4);
    assertThat(offered.activeGeneration()).isEqualTo(1);
    assertThat(offered.switched(NOON).keys()).hasSize(4);
    assertThat(offered.switched(NOON).activeGeneration()).isEqualTo(2);
    assertThat(retired(STABLE).keys()).isEqualTo(Keys.keys(1, 2));
    assertThat(retired(STABLE).step()).isEqualTo(Step.STABLE);
  }

  @Test
  void anEdgeThatLostItsKeysGoesOnWithThoseItHas() {
    EdgeProfile asked = STABLE.rotated(NOON);

    EdgeProfile reinstalled = asked.told(Keys.keys(1, 2), 862, NOON);

    assertThat(reinstalled.activeGeneration()).isEqualTo(2);
    assertThat(reinstalled.step()).isEqualTo(Step.STABLE);
  }

  @Test
  void aRevokedEdgeHasNoKeysAndMakesOthersWhenItComesBack() {
    EdgeProfile revoked = STABLE.revoked(NOON);

    assertThat(revoked.keys()).isEmpty();
    assertThat(revoked.told(Keys.keys(1, 1), 862, NOON)).isEqualTo(revoked);
    EdgeProfile admitted = revoked.admitted(NOON);
    assertThat(admitted.wantedGeneration()).isEqualTo(2);
    assertThat(admitted.told(Keys.keys(1, 1), 862, NOON).keys()).isEmpty();
    assertThat(admitted.told(Keys.keys(1, 2), 862, NOON).keys()).hasSize(2);
  }

  @Test
  void oneKeyIsOfOneLinkAndGeneration() {
    LinkKey key = Keys.key(1, 1, 1);

    assertThatThrownBy(() ->
            UNKNOWN.told(List.of(key, new LinkKey(2, 1, key.key(), key.listenPort())), 862, NOON))
        .isInstanceOf(InvalidValue.class);
  }

  @Test
  void aChangeOfKeysBeginsOnceAtATime() {
    assertThatThrownBy(() -> STABLE.rotated(NOON).rotated(NOON))
        .isInstanceOf(IllegalStateException.class);
  }

  private static EdgeProfile retired(EdgeProfile stable) {
    return stable
        .rotated(NOON)
        .told(Keys.keys(1, 1, 2), 862, NOON)
        .switched(NOON)
        .retiring(NOON)
        .retired(NOON);
  }
}
