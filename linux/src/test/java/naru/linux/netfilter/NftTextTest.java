package naru.linux.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NftTextTest {

    private static final String TEXT =
            """
            table inet guard {
            	set friends {
            		type ipv4_addr
            		elements = { 192.0.2.1,
            			     192.0.2.2 }
            	}

            	chain out {
            		type filter hook output priority filter + 10; policy drop;
            		ip daddr @friends accept
            		jump late
            	}

            	chain late {
            		meta mark set 0x00000001
            	}

            	chain unused {
            		drop
            	}
            }
            table ip filter {
            	flags dormant

            	chain OUTPUT {
            		type filter hook output priority filter; policy accept;
            		counter packets 1 bytes 29 meta mark set mark and 0xfffff0ff xor 0xc00
            	}
            }
            """;

    private final NftText.Contents contents = NftText.parse(TEXT);

    @Test
    void chainsOfNftablesOwnAreFoundWithHookPriorityAndPolicy() {
        assertThat(contents.baseChains()).hasSize(1);
        NativeChain chain = contents.baseChains().getFirst();
        assertThat(chain.describe()).isEqualTo("inet guard out (hook output, priority 10)");
        assertThat(chain.policy()).isEqualTo("drop");
    }

    @Test
    void rulesOfChainsThatItJumpsToCountAsItsOwn() {
        NativeChain chain = contents.baseChains().getFirst();
        assertThat(chain.rules())
                .containsExactly(
                        "ip daddr @friends accept", "jump late", "meta mark set 0x00000001");
        assertThat(chain.canDrop()).isTrue();
        assertThat(chain.canMark()).isTrue();
    }

    @Test
    void aDormantTableOfIptablesIsNamed() {
        assertThat(contents.dormantTables()).containsExactly("filter");
    }
}
