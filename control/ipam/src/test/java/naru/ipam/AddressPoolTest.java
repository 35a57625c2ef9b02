package naru.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import naru.ipam.Answer.Full;
import naru.ipam.Answer.Given;
import naru.ipam.Answer.HasAnother;
import naru.ipam.Answer.OutOfRange;
import naru.ipam.Answer.Refused;
import naru.ipam.Answer.Taken;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import org.junit.jupiter.api.Test;

class AddressPoolTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static AddressPool pool(String... ranges) {
        return new AddressPool(
                Arrays.stream(ranges).map(Ipv4Prefix::parse).toList(), Duration.ofSeconds(10));
    }

    private static Holder holder(String name) {
        return new Holder(name, "eth0", "");
    }

    private static Ipv4Address address(String text) {
        return Ipv4Address.parse(text);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private static Given given(String text) {
        return new Given(address(text));
    }

    private static String refusal(Answer answer) {
        return ((Refused) answer).reason();
    }

    @Test
    void addressesAreGivenInTurnButNeverTheNetworksOrTheBroadcastAddress() {
        AddressPool pool = pool("10.1.1.0/30");

        assertThat(pool.allocate(holder("a"), START)).isEqualTo(given("10.1.1.1"));
        assertThat(pool.allocate(holder("b"), START)).isEqualTo(given("10.1.1.2"));
        assertThat(refusal(pool.allocate(holder("c"), START)))
                .isEqualTo("no free address in [10.1.1.0/30]: 2 used, 0 free, 0 cooling");
    }

    @Test
    void aRangeOfOneOrTwoAddressesHasNoNetworkAddress() {
        AddressPool pool = pool("10.1.1.4/31", "10.2.2.2/32");

        assertThat(pool.allocate(holder("a"), START)).isEqualTo(given("10.1.1.4"));
        assertThat(pool.allocate(holder("b"), START)).isEqualTo(given("10.1.1.5"));
        assertThat(pool.allocate(holder("c"), START)).isEqualTo(given("10.2.2.2"));
        assertThat(pool.allocate(holder("d"), START)).isInstanceOf(Full.class);
    }

    @Test
    void whoAsksAgainGetsTheSame() {
        AddressPool pool = pool("10.1.1.0/24");
        pool.allocate(holder("a"), START);

        assertThat(pool.allocate(new Holder("a", "eth0", "shop/web"), START))
                .isEqualTo(given("10.1.1.1"));
        assertThat(pool.held().get(address("10.1.1.1"))).hasToString("shop/web");
        assertThat(pool.allocate(holder("a"), address("10.1.1.1"), START))
                .isEqualTo(given("10.1.1.1"));
        assertThat(pool.allocate(holder("a"), address("10.1.1.9"), START))
                .isEqualTo(new HasAnother(address("10.1.1.9"), address("10.1.1.1")));
        assertThat(pool.allocate(new Holder("a", "eth1", ""), START)).isEqualTo(given("10.1.1.2"));
    }

    @Test
    void aFreedAddressRestsAndThenTheOneFreedFirstIsGivenFirst() {
        AddressPool pool = pool("10.1.1.0/30");
        pool.allocate(holder("a"), START);
        pool.allocate(holder("b"), START);
        assertThat(pool.release(holder("b"), at(1))).contains(address("10.1.1.2"));
        assertThat(pool.release(holder("a"), at(2))).contains(address("10.1.1.1"));

        assertThat(refusal(pool.allocate(holder("c"), at(10))))
                .isEqualTo("no free address in [10.1.1.0/30]: 0 used, 0 free, 2 cooling");
        assertThat(pool.counts(at(11))).isEqualTo(new PoolCounts(0, 1, 1));
        assertThat(pool.allocate(holder("c"), at(12))).isEqualTo(given("10.1.1.2"));
        assertThat(pool.allocate(holder("d"), at(12))).isEqualTo(given("10.1.1.1"));
    }

    @Test
    void addressesThatNobodyHadComeBeforeFreedOnes() {
        AddressPool pool = pool("10.1.1.0/29");
        pool.allocate(holder("a"), START);
        pool.release(holder("a"), START);

        assertThat(pool.allocate(holder("b"), at(100))).isEqualTo(given("10.1.1.2"));
    }

    @Test
    void aWishIsGrantedExactlyOrNotAtAll() {
        AddressPool pool = pool("10.1.1.0/24", "10.1.3.0/24");

        assertThat(pool.allocate(holder("a"), address("10.1.3.7"), START))
                .isEqualTo(given("10.1.3.7"));
        assertThat(pool.allocate(holder("b"), address("10.1.3.7"), START))
                .isEqualTo(new Taken(address("10.1.3.7"), holder("a")));
        assertThat(refusal(pool.allocate(holder("b"), address("10.1.3.7"), START)))
                .isEqualTo("address 10.1.3.7 is held by container a eth0");
        assertThat(pool.allocate(holder("b"), address("10.1.2.7"), START))
                .isInstanceOf(OutOfRange.class);
        assertThat(refusal(pool.allocate(holder("b"), address("10.1.2.7"), START)))
                .isEqualTo("address 10.1.2.7 is not in this node's [10.1.1.0/24, 10.1.3.0/24]");
        assertThat(pool.addressOf(holder("b"))).isEmpty();
    }

    @Test
    void aWishedAddressNeedNotRest() {
        AddressPool pool = pool("10.1.1.0/24");
        pool.allocate(holder("a"), address("10.1.1.1"), START);
        pool.release(holder("a"), START);

        assertThat(pool.allocate(holder("b"), address("10.1.1.1"), START))
                .isEqualTo(given("10.1.1.1"));
        assertThat(pool.allocate(holder("c"), START)).isEqualTo(given("10.1.1.2"));
    }

    @Test
    void wishedAddressesAreSkippedWhenTheirTurnComes() {
        AddressPool pool = pool("10.1.1.0/29");
        pool.allocate(holder("a"), address("10.1.1.2"), START);
        pool.allocate(holder("b"), address("10.1.1.0"), START);

        assertThat(pool.allocate(holder("c"), START)).isEqualTo(given("10.1.1.1"));
        assertThat(pool.allocate(holder("d"), START)).isEqualTo(given("10.1.1.3"));
        assertThat(pool.counts(START)).isEqualTo(new PoolCounts(3, 3, 0));
        pool.release(holder("b"), START);
        assertThat(pool.counts(START)).isEqualTo(new PoolCounts(3, 3, 0));
    }

    @Test
    void releasingTwiceOrNothingIsFine() {
        AddressPool pool = pool("10.1.1.0/24");
        pool.allocate(holder("a"), START);

        assertThat(pool.release(holder("a"), START)).isPresent();
        assertThat(pool.release(holder("a"), START)).isEmpty();
        assertThat(pool.release(holder("x"), START)).isEmpty();
    }

    @Test
    void aNodeWithoutRangeSaysSo() {
        assertThat(refusal(pool().allocate(holder("a"), START))).contains("no spec.podCIDR");
        assertThat(refusal(pool().allocate(holder("a"), address("10.0.0.1"), START)))
                .contains("no address range");
    }

    @Test
    void rangesMayChangeWhileAddressesAreHeld() {
        AddressPool pool = pool("10.1.1.0/30");
        pool.allocate(holder("a"), START);
        pool.allocate(holder("b"), START);
        pool.release(holder("b"), START);

        pool.ranges(List.of(Ipv4Prefix.parse("10.2.2.0/30")));

        assertThat(pool.addressOf(holder("a"))).contains(address("10.1.1.1"));
        assertThat(pool.allocate(holder("c"), START)).isEqualTo(given("10.2.2.1"));
        assertThat(pool.counts(START)).isEqualTo(new PoolCounts(1, 1, 0));
        assertThat(pool.release(holder("a"), START)).contains(address("10.1.1.1"));
        assertThat(pool.allocate(holder("d"), address("10.1.1.1"), START))
                .isInstanceOf(OutOfRange.class);
    }

    @Test
    void aRangeInsideOfAnotherIsNotCountedTwice() {
        AddressPool pool = pool("10.1.1.0/29", "10.1.1.4/30", "10.1.1.0/29");

        assertThat(pool.counts(START)).isEqualTo(new PoolCounts(0, 6, 0));
    }

    @Test
    void whatWasHeldBeforeARestartIsTakenOver() {
        AddressPool pool = pool("10.1.1.0/29");

        assertThat(pool.restore(holder("a"), address("10.1.1.1"))).isEmpty();
        assertThat(pool.restore(holder("old"), address("192.0.2.1"))).isEmpty();
        assertThat(pool.restore(holder("b"), address("10.1.1.1")))
                .contains(new Taken(address("10.1.1.1"), holder("a")));
        assertThat(pool.restore(holder("a"), address("10.1.1.5")))
                .contains(new HasAnother(address("10.1.1.5"), address("10.1.1.1")));
        pool.restoreFreed(address("10.1.1.2"), START);
        pool.restoreFreed(address("10.1.1.1"), START);

        assertThat(pool.counts(at(1))).isEqualTo(new PoolCounts(1, 4, 1));
        assertThat(pool.allocate(holder("c"), at(1))).isEqualTo(given("10.1.1.3"));
    }

    @Test
    void aLargeRangeIsUsedUpAndAgainQuickly() {
        AddressPool pool = pool("10.1.0.0/16");
        long begin = System.nanoTime();
        for (int i = 0; i < 65_534; i++) {
            assertThat(pool.allocate(holder("c" + i), START)).isInstanceOf(Given.class);
        }
        assertThat(pool.allocate(holder("more"), START)).isInstanceOf(Full.class);
        for (int i = 0; i < 65_534; i++) {
            pool.release(holder("c" + i), START);
        }
        for (int i = 0; i < 65_534; i++) {
            pool.allocate(holder("d" + i), at(10));
        }

        assertThat(pool.counts(START)).isEqualTo(new PoolCounts(65_534, 0, 0));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void noAddressIsEverHeldTwiceWhateverHappens() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            AddressPool pool = pool("10.1.1.0/28", "10.1.2.0/30");
            Map<String, Ipv4Address> naive = new HashMap<>();
            Map<Ipv4Address, Instant> freedAt = new HashMap<>();
            for (int step = 0; step < 2000; step++) {
                Instant now = at(step);
                String name = "c" + random.nextInt(25);
                String about = "seed " + seed + " step " + step;
                if (random.nextInt(3) == 0) {
                    Ipv4Address had = naive.remove(name);
                    assertThat(pool.release(holder(name), now))
                            .as(about)
                            .isEqualTo(Optional.ofNullable(had));
                    if (had != null) {
                        freedAt.put(had, now);
                    }
                    continue;
                }
                boolean wishes = random.nextInt(4) == 0;
                Ipv4Address wish = address("10.1.1." + random.nextInt(18));
                Answer answer =
                        wishes
                                ? pool.allocate(holder(name), wish, now)
                                : pool.allocate(holder(name), now);
                if (answer instanceof Given(Ipv4Address got)) {
                    if (!got.equals(naive.get(name))) {
                        assertThat(naive.values()).as(about).doesNotContain(got);
                        if (!wishes && freedAt.containsKey(got)) {
                            assertThat(freedAt.get(got).plusSeconds(10))
                                    .as(about)
                                    .isBeforeOrEqualTo(now);
                        }
                    }
                    naive.put(name, got);
                    freedAt.remove(got);
                } else if (answer instanceof Full) {
                    assertThat(free(naive, freedAt, now)).as(about).isEmpty();
                }
                assertThat(pool.held().keySet()).as(about).isEqualTo(new HashSet<>(naive.values()));
            }
        }
    }

    private static List<Ipv4Address> free(
            Map<String, Ipv4Address> naive, Map<Ipv4Address, Instant> freedAt, Instant now) {
        Set<Ipv4Address> used = new HashSet<>(naive.values());
        List<Ipv4Address> free = new ArrayList<>();
        for (int i = 1; i <= 14; i++) {
            free.add(address("10.1.1." + i));
        }
        free.add(address("10.1.2.1"));
        free.add(address("10.1.2.2"));
        free.removeIf(
                it ->
                        used.contains(it)
                                || freedAt.containsKey(it)
                                        && freedAt.get(it).plusSeconds(10).isAfter(now));
        return free;
    }
}
